import { request, type Agent } from 'undici';

interface Way {
	agent: Agent;
	cookie: string;
	signal: AbortSignal;
}

export const atOnce = 8;

/** Opens pages of one panel as a browser does for the first time. */
export class PageVisitor {
	readonly #url: string;
	readonly #way: Way;

	constructor(url: string, way: Way) {
		this.#url = url;
		this.#way = way;
	}

	/** Milliseconds of each of so many visits, one after the other; the first few do not count. */
	async oneByOne(path: string, visits: number): Promise<number[]> {
		const taken: number[] = [];
		for (let visit = -5; visit < visits; visit++) {
			const begun = performance.now();
			await this.#open(path, true);
			if (visit >= 0) taken.push(performance.now() - begun);
		}
		return taken;
	}

	/** Milliseconds of so many visits, `atOnce` of them at the same time. */
	async together(path: string, visits: number, { isSignedIn = true } = {}): Promise<number> {
		const begun = performance.now();
		let left = visits;
		const work = async () => {
			while (left-- > 0) await this.#open(path, isSignedIn);
		};
		await Promise.all(Array.from({ length: atOnce }, work));
		return performance.now() - begun;
	}

	async #open(path: string, isSignedIn: boolean): Promise<void> {
		const { agent, cookie, signal } = this.#way;
		const { statusCode, body } = await request(this.#url + path, {
			dispatcher: agent,
			headers: { accept: 'text/html', ...(isSignedIn && { cookie }) },
			signal
		});
		await body.dump();
		if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}.`);
	}
}
