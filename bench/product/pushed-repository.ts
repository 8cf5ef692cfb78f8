import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitHost } from '../../e2e/fixtures/git-host.ts';
import { runProgram } from '../program.ts';

/** Of an app of one file, server.js, that listens on port 3000. */
export const serverDockerfile = [
	'FROM node:24-slim',
	'WORKDIR /app',
	'COPY . .',
	'USER node',
	'EXPOSE 3000',
	'CMD ["node", "server.js"]',
	''
].join('\n');

/** A small app that needs nothing installed and answers with its version. */
const files = {
	Dockerfile: serverDockerfile,
	'package.json': '{ "name": "bench", "type": "module" }\n',
	'server.js': [
		"import { readFileSync } from 'node:fs';",
		"import { createServer } from 'node:http';",
		"const version = readFileSync('version.txt', 'utf8');",
		'createServer((_request, response) => response.end(version)).listen(3000);',
		"process.on('SIGTERM', () => process.exit());",
		''
	].join('\n'),
	'version.txt': 'version 0\n'
};

/** The port that the app listens on. */
export const appPort = 3000;

export interface PushedRepository {
	url: string;
	/** Changes the one file and commits; nothing is pushed yet. */
	commit(version: string): Promise<{ before: string; sha: string }>;
	push(): Promise<void>;
}

/** The app in a repository of `host`, with a clone that changes are pushed from. */
export async function pushedRepository(
	host: GitHost,
	{ name, folder, signal }: { name: string; folder: string; signal: AbortSignal }
): Promise<PushedRepository> {
	const origin = await host.createRepository(name);
	let head = await origin.commit(files);
	const clone = join(folder, `${name}.clone`);
	const git = (...args: string[]) => runProgram('git', ['-C', clone, ...args], { env, signal });
	await runProgram('git', ['clone', '--quiet', origin.folder, clone], { env, signal });
	return {
		url: origin.url,
		async commit(version) {
			const before = head;
			await writeFile(join(clone, 'version.txt'), `${version}\n`);
			await git('commit', '--quiet', '--all', '--message', version);
			head = await git('rev-parse', 'HEAD');
			return { before, sha: head };
		},
		async push() {
			await git('push', '--quiet', 'origin', 'HEAD:main');
		}
	};
}

const env = {
	GIT_AUTHOR_NAME: 'Ada Example',
	GIT_AUTHOR_EMAIL: 'ada@example.com',
	GIT_COMMITTER_NAME: 'Ada Example',
	GIT_COMMITTER_EMAIL: 'ada@example.com',
	GIT_CONFIG_GLOBAL: '/dev/null',
	GIT_CONFIG_NOSYSTEM: '1'
};
