import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildSecrets, exportLines, pinnedSecrets } from './build-secrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'gantry-exports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a POSIX shell has in its environment after reading the lines. */
function readByShell(lines: string): Record<string, string> {
	const file = join(folder, 'variables.sh');
	writeFileSync(file, lines);
	const script = `. ${file}; exec env -0`;
	const output = execFileSync('dash', ['-c', script], { env: { PATH: process.env.PATH ?? '' } });
	const pairs = output.toString().split('\0').filter(Boolean);
	return Object.fromEntries(
		pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])
	);
}

/** The same values at every run: a small generator of numbers from 0 to 1. */
function* numbers(seed = 42): Generator<number, never> {
	for (let state = seed; ;) {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		yield state / 2 ** 32;
	}
}

const pieces = [
	...["'", '"', '`', '$', '\\', '\n', '\r\n', '\t', ' ', ';', '&', '|', '(', ')', '{', '}'],
	...['#', '!', '~', '*', '?', '<', '>', '=', '%', "'\\''", '$(id)', '${HOME}', '`id`', '$$'],
	...['é', '\u{1F600}', '\u2028', 'a', 'Z', '0', '-n', 'EOF\n', "';exit 1;'", '\u0001', '\u007f']
];

describe('the lines that a build step reads', () => {
	it('give every value to the shell byte for byte', () => {
		const next = numbers();
		const pick = () => pieces[Math.floor(next.next().value * pieces.length)] ?? '';
		const values = Array.from({ length: 500 }, () =>
			Array.from({ length: Math.floor(next.next().value * 12) }, pick).join('')
		);
		const variables = Object.fromEntries(values.map((value, index) => [`V_${index}`, value]));
		expect(readByShell(exportLines(variables))).toMatchObject(variables);
	});

	it('run nothing', () => {
		const variables = { A: `'; touch ${folder}/ran; '`, B: '$(touch ran)', C: '`touch ran`' };
		expect(readByShell(exportLines(variables))).toMatchObject(variables);
		expect(() => execFileSync('ls', [`${folder}/ran`], { stdio: 'ignore' })).toThrow();
	});
});

describe('what a build may mount', () => {
	const secrets = buildSecrets({ NPM_TOKEN: 'one', API: 'two' });

	it('is each variable by its key, and all of them as a file', () => {
		expect(secrets.get('NPM_TOKEN')).toBe('one');
		expect(secrets.get('variables.sh')).toBe("export NPM_TOKEN='one'\nexport API='two'\n");
	});

	it('is refused where BuildKit would refuse it', () => {
		expect(() => buildSecrets({ A: 'x'.repeat(600_000) })).toThrow('larger than 500 KB');
	});

	it.each([
		[
			'--mount=type=secret,id=API',
			/^--mount=type=secret,id=(API\.\w{8}),target=\/run\/secrets\/API$/
		],
		['--mount=id=API,type=secret,target=/k', /^--mount=type=secret,target=\/k,id=(API\.\w{8})$/],
		['--mount=type=secret,dst=/etc/API', /^--mount=type=secret,dst=\/etc\/API,id=(API\.\w{8})$/],
		['--mount=type=secret,id=API,env=KEY', /^--mount=type=secret,env=KEY,id=(API\.\w{8})$/],
		[
			'--mount=type=secret,id=API,required=true',
			/^--mount=type=secret,required=true,id=(API\.\w{8}),target=\/run\/secrets\/API$/
		]
	])('is mounted under a mark of its value: %s', (mount, wanted) => {
		const { text, served } = pinnedSecrets(`RUN ${mount} make`, secrets);
		const [, pinned = ''] = wanted.exec(text.slice(4, -5)) ?? [];
		expect(served.get(pinned)).toBe('two');
	});

	it('has another mark when the value is another one, so that no layer of the old value is used', () => {
		const text = 'RUN --mount=type=secret,id=API make';
		const other = buildSecrets({ NPM_TOKEN: 'one', API: 'three' });
		expect(pinnedSecrets(text, other).text).not.toBe(pinnedSecrets(text, secrets).text);
		expect(pinnedSecrets(text, secrets).text).not.toContain('two');
	});

	it('leaves other mounts, and secrets that there are none of, as they are', () => {
		const text =
			'RUN --mount=type=cache,target=/c --mount=type=secret,id=OTHER --mount=type=ssh make';
		expect(pinnedSecrets(text, secrets).text).toBe(text);
	});
});
