/** "1 core", "1.5 cores" */
export const coreWords = (cores: number): string => (cores === 1 ? '1 core' : `${cores} cores`);
