/** Seconds by which two clocks may differ before somebody should look. */
export const mostSkewSeconds = 5;

export interface ClockReading {
	/** Whose clock it is: "panel". */
	name: string;
	/** Milliseconds since the epoch. */
	at: number;
	/** What the database's clock said at that moment. */
	database: number;
}

/** What the clocks are, compared with the database's, by which everything that is due is judged. */
export function clockSkew(readings: ClockReading[]): { ok: boolean; detail: string } {
	const wrong = readings.filter(({ at, database }) => skewSeconds(at, database) > mostSkewSeconds);
	if (wrong.length === 0) {
		return {
			ok: true,
			detail: `Those of panel, worker and database agree within ${mostSkewSeconds} s.`
		};
	}
	const said = wrong.map(({ name, at, database }) => {
		const seconds = Math.round(skewSeconds(at, database));
		return `the ${name}'s is ${seconds} s ${at > database ? 'ahead of' : 'behind'} the database's`;
	});
	return {
		ok: false,
		detail: `They differ: ${said.join(', ')}. Times may be shown wrong.`
	};
}

const skewSeconds = (at: number, database: number) => Math.abs(at - database) / 1000;
