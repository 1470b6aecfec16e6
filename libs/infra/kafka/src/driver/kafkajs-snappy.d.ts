declare module 'kafkajs-snappy' {
  // The package has no types of its own.
  function snappyCodec(): unknown;
  export = snappyCodec;
}
