import { describe, expect, it } from 'vitest';
import { memoryTree } from '../checkout/memory-tree.ts';
import { detect } from './detect.ts';
import { settings } from './testing/settings.ts';

/** As of a repository with several apps. */
const nextRoot = '{"dependencies":{"next":"16"},"scripts":{"start":"next start"}}';

const refusal = (files: Record<string, string>) =>
	detect(memoryTree(files), settings()).then(
		() => null,
		(error: { code: string; status: number; message: string; hint: string }) => error
	);

describe('nothing detected', () => {
	it.each([
		[{}, 'The root directory is empty', /Add a Dockerfile/],
		[
			{ 'README.md': '' },
			'Found no Dockerfile, no index.html, and no app in Node.js, Python',
			/Procfile/
		],
		[{ 'requirements.txt': '' }, 'This looks like Python (requirements.txt), but', /start command/],
		[{ 'go.mod': '' }, 'This looks like Go', /Dockerfile/],
		[{ 'package.json': '{}' }, 'package.json says neither how to start', /start command/],
		[
			{ 'web/package.json': '{}', 'api/Dockerfile': '', 'jobs/go.mod': '' },
			'Found no',
			/\(api or jobs or web\)/
		],
		[
			{ 'pyproject.toml': '', 'uv.lock': '', 'backend/Dockerfile': '', '.dev/Dockerfile': '' },
			'This looks like Python',
			/start command.+\(backend\)/
		],
		[
			{ 'package.json': nextRoot, 'seo/package.json': '{}' },
			'Next.js is installed here, but there is no folder app or pages',
			/\(seo\)/
		],
		[
			{ 'compose.yaml': '' },
			'compose.yaml says how several containers run together',
			/Make a service of each/
		],
		[{ 'docker-compose.yml': '', 'web/Dockerfile': '' }, 'docker-compose.yml says', /\(web\)/],
		[{ 'package.json': nextRoot }, 'no folder app or pages', /root directory/],
		[
			{ 'package.json': '{"devDependencies":{"astro":"7"}}', 'docs/package.json': '{}' },
			'package.json says neither',
			/\(docs\)/
		],
		[{ 'apps/web/package.json': '{}', 'package.json': '{}' }, 'package.json says', /below apps\//]
	])('%j: says what was seen and what to do', async (files, message, hint) => {
		const error = await refusal(files as Record<string, string>);
		expect(error).toMatchObject({ code: 'nothing_detected', status: 422 });
		expect(error?.message).toContain(message);
		expect(error?.hint).toMatch(hint);
	});
});
