/** A size or a seed that a longer run sets from outside; without it a test takes its everyday one. */
export const testKnob = (name: string, everyday: string): string => process.env[name] ?? everyday;
