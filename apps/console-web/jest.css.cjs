// A style sheet says nothing to a test without a browser.
module.exports = {};
