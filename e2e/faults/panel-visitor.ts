import { Agent, request } from 'undici';
import { httpsUrl, loadOwnNames } from '#lib/server/settings/own-names.ts';
import { account } from '../fixtures/person.ts';
import { toLoopback } from '../fixtures/to-loopback.ts';
import { expectThat } from './experiment.ts';
import type { Ground } from './ground.ts';

const everyMs = 250;
const allowedMs = 500;
const visitsBefore = 8;

/** A signed-in person's browser: one cookie, connections that stay open. */
interface Browser {
	/** Milliseconds until the whole page was there. Errors: any answer but 200. */
	open(path: string): Promise<number>;
	close(): Promise<void>;
}

async function signedInBrowser({ db, ctx, product }: Ground): Promise<Browser> {
	const names = await loadOwnNames(db, ctx.env);
	const origin = httpsUrl(names.panelDomain, { httpsPort: product.httpsPort });
	const dispatcher = new Agent({ connect: { rejectUnauthorized: false, lookup: toLoopback } });
	const signedIn = await request(new URL('/login?/login', origin), {
		dispatcher,
		method: 'POST',
		headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams(account).toString()
	});
	await signedIn.body.dump();
	const cookie = [signedIn.headers['set-cookie'] ?? []].flat()[0]?.split(';')[0];
	expectThat(cookie !== undefined, `to sign in was answered ${signedIn.statusCode}`);
	return {
		async open(path) {
			const began = performance.now();
			const answer = await request(new URL(path, origin), {
				dispatcher,
				headers: { cookie, accept: 'text/html' },
				headersTimeout: 20_000
			});
			await answer.body.text();
			expectThat(answer.statusCode === 200, `the panel answered ${answer.statusCode} on ${path}`);
			return performance.now() - began;
		},
		close: () => dispatcher.close()
	};
}

/** The answer within which 99 of 100 came: of fewer, the slowest. */
function slowOf(times: number[]): number {
	const sorted = times.toSorted((a, b) => a - b);
	return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
}

/**
 * Looks at the dashboard and the service's page through the edge four times a second while `work` is
 * done. Answers what it gave and a sentence with the numbers; throws when the panel was slow or failed.
 */
export async function whilePanelAnswers<T>(
	ground: Ground,
	{ serviceId }: { serviceId: string },
	work: () => Promise<T>
): Promise<{ result: T; words: string }> {
	const browser = await signedInBrowser(ground);
	const paths = ['/', `/services/${serviceId}`];
	const before: number[] = [];
	const during: number[] = [];
	const failed: string[] = [];
	const open = new Set<Promise<void>>();
	const look = (path: string) => {
		const one = browser
			.open(path)
			.then(
				(took) => void during.push(took),
				(error: Error) => void failed.push(error.message)
			)
			.finally(() => open.delete(one));
		open.add(one);
	};
	try {
		for (let nth = 0; nth < visitsBefore; nth++) {
			for (const path of paths) before.push(await browser.open(path));
		}
		const timer = setInterval(() => paths.forEach(look), everyMs);
		const result = await work().finally(async () => {
			clearInterval(timer);
			await Promise.all(open);
		});
		expectThat(failed.length === 0, `${failed.length} looks at the panel failed: ${failed[0]}`);
		const slow = slowOf(during);
		const words =
			`the panel answered all ${during.length} times, within ${slow.toFixed(0)} ms ` +
			`(before: ${slowOf(before).toFixed(0)} ms)`;
		expectThat(slow <= allowedMs, `${words}, ${allowedMs} ms are allowed`);
		return { result, words };
	} finally {
		await browser.close();
	}
}
