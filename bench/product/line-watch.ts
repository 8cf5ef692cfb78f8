import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Page } from 'playwright-core';

/** When lines of a mark were seen. */
export interface Sight {
	/** Milliseconds between the print of a line and the sight of it, of the lines that were seen one by one. */
	lags: number[];
	/** Milliseconds since the epoch at which the mark's last line was seen. */
	end: number;
	/** Frames that were drawn meanwhile, a second. */
	framesPerSecond: number;
}

/** What `docker logs --follow` reads of a container, until the mark's last line. */
export async function readDockerLogs(
	container: string,
	{ mark, signal }: { mark: string; signal: AbortSignal }
): Promise<Sight> {
	const args = ['logs', '--follow', '--tail', '0', container];
	const child = spawn('docker', args, { signal, stdio: ['ignore', 'pipe', 'inherit'] });
	const closed = once(child, 'close');
	// Aborted, it fails at once; that is told where it is awaited.
	closed.catch(() => {});
	const lags: number[] = [];
	let end = Number.NaN;
	for await (const line of createInterface(child.stdout)) {
		const [begin, number, stamp] = line.split(/[ ;]/, 3);
		if (begin !== mark) continue;
		const now = performance.timeOrigin + performance.now();
		if (number === 'end') {
			end = now;
			break;
		}
		lags.push(now - Number(stamp));
	}
	child.kill();
	await closed;
	if (Number.isNaN(end)) throw new Error(`docker logs ended before the last line of ${mark}.`);
	return { lags, end, framesPerSecond: Number.NaN };
}

/** What a person sees of the log on a page, until the mark's last line; a line counts once, in the frame that shows it. */
export function watchPage(page: Page, mark: string): Promise<Sight> {
	return page.evaluate(watch, mark);
}

async function watch(mark: string): Promise<Sight> {
	const shape = new RegExp(`${mark} (\\d+) ([\\d.]+);`, 'g');
	const now = () => performance.timeOrigin + performance.now();
	const begun = now();
	const lags: number[] = [];
	let last = 0;
	let frames = 0;
	for (;;) {
		await new Promise(requestAnimationFrame);
		frames++;
		const text = document.querySelector('[role=log]')?.textContent ?? '';
		for (const [, number, stamp] of text.matchAll(shape)) {
			if (Number(number) <= last) continue;
			last = Number(number);
			lags.push(now() - Number(stamp));
		}
		if (!text.includes(`${mark} end;`)) continue;
		return { lags, end: now(), framesPerSecond: (frames * 1000) / (now() - begun) };
	}
}
