/** One resolution of a series: `slots` records of `seconds` each, the oldest overwritten by the newest. */
export interface Tier {
	seconds: number;
	slots: number;
}

/** Two hours, a day, thirty days: each is made of whole slots of the one before. */
export const tiers = [
	{ seconds: 10, slots: 720 },
	{ seconds: 60, slots: 1_440 },
	{ seconds: 900, slots: 2_880 }
] as const satisfies readonly Tier[];

export const sampleSeconds = tiers[0].seconds;

/** Seconds since the epoch at which the slot begins that holds `at`. */
export const slotStart = (at: number, seconds: number) => Math.floor(at / seconds) * seconds;
