/** The reason of every value that a person chose. */
export const youSetIt = 'you set it';
