/** Everything local listens here and nowhere else. */
export const HOST = '127.0.0.1';
