/** `com.platform.<domain>.<thing>.<fact>.v1`: dotted, lower case, with the generation at its end. */
const TYPE_NAME = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*){2,9}\.v[1-9]\d{0,2}$/;
const LONGEST = 200;

export const isTypeName = (text: string): boolean => text.length <= LONGEST && TYPE_NAME.test(text);
