/** Letters and digits that nobody takes for each other, of which random values are made. */
export const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';
