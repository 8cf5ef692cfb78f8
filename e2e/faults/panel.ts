import { unpackRow, type LogNews } from '#lib/rules/log-row.ts';
import { account } from '../fixtures/person.ts';
import { strikeProgram } from '../fixtures/programs.ts';
import { expectThat, type Experiment } from './experiment.ts';
import type { Ground } from './ground.ts';
import { until } from './moments.ts';

/** Signs in as a browser does; answers the session's cookie. */
export async function signIn({ product }: Ground): Promise<string> {
	const answer = await fetch(new URL('/login?/login', product.panelUrl), {
		method: 'POST',
		redirect: 'manual',
		headers: { origin: new URL(product.panelUrl).origin },
		body: new URLSearchParams(account)
	});
	const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
	expectThat(cookie !== undefined, `to sign in was answered ${answer.status}`);
	return cookie;
}

/** What a browser hears of a log: its lines, the place after them, and whether that was all. */
interface Heard {
	lines: string[];
	last: string;
	isOver: boolean;
}

/** Listens from `heard.last` on until the stream ends; adds what it hears. */
async function listen(
	{ product }: Ground,
	{ id, cookie, heard }: { id: string; cookie: string; heard: Heard }
): Promise<void> {
	const answer = await fetch(new URL(`/deployments/${id}/log`, product.panelUrl), {
		headers: { cookie, ...(heard.last && { 'last-event-id': heard.last }) }
	});
	expectThat(
		answer.status === 200 && answer.body !== null,
		`the log was answered ${answer.status}`
	);
	let rest = '';
	const decoder = new TextDecoder();
	for await (const chunk of answer.body) {
		const messages = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
		rest = messages.pop() ?? '';
		for (const message of messages) {
			const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(message)?.[1];
			if (field('event') === 'end') heard.isOver = true;
			const data = field('data');
			if (!data?.startsWith('{')) continue;
			const { rows } = JSON.parse(data) as LogNews;
			heard.lines.push(...rows.map((row) => unpackRow(row).text));
			heard.last = field('id') ?? heard.last;
		}
	}
}

export const restarted: Experiment = {
	id: 'F50',
	strike: 'panel killed during a deployment that a browser watches',
	async run(ground) {
		const app = await ground.app();
		const cookie = await signIn(ground);
		const id = await app.push('two', { lines: ['RUN ["/app", "sleep", "6"]'] });
		await app.logs(id, 'tick');
		const heard: Heard = { lines: [], last: '', isOver: false };
		const first = listen(ground, { id, cookie, heard }).catch(() => {});
		await until('the first lines', async () => heard.lines.some((line) => line.includes('tick')));
		await strikeProgram(ground.product, 'panel');
		await first;
		await until('the whole log', async () => {
			await listen(ground, { id, cookie, heard });
			return heard.isOver;
		});
		const { attempt } = await app.succeeds(id, 'two');
		expectThat(attempt === 1, 'the deployment was disturbed');
		const written = (await app.log(id)).split('\n').filter(Boolean);
		const texts = written.map((line) => line.split('\t').slice(3).join('\t'));
		expectThat(
			JSON.stringify(heard.lines) === JSON.stringify(texts),
			`${heard.lines.length} lines were heard, ${texts.length} written`
		);
		return `the deployment ran on; the browser went on where it was cut off: all ${texts.length} lines, each once`;
	}
};
