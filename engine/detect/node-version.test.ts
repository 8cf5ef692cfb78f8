import { describe, expect, it } from 'vitest';
import { memoryTree } from '../checkout/memory-tree.ts';
import { readFacts } from './facts.ts';
import { nodeVersion } from './node-version.ts';

const of = async (files: Record<string, string>) => nodeVersion(await readFacts(memoryTree(files)));
const engines = (node: string) => ({ 'package.json': JSON.stringify({ engines: { node } }) });

describe('nodeVersion', () => {
	it.each([
		[{ '.nvmrc': 'v22.3.0\n' }, '22', '.nvmrc'],
		[{ '.nvmrc': 'lts/jod' }, '22', '.nvmrc'],
		[{ '.nvmrc': 'lts/*' }, '24', '.nvmrc'],
		[{ '.node-version': '26' }, '26', '.node-version'],
		[{ '.tool-versions': 'ruby 3.3\nnodejs 20.11.1\n' }, '20', '.tool-versions'],
		[{ 'mise.toml': '[tools]\nnode = "22"\n' }, '22', 'mise.toml'],
		[engines('>=18'), '24', 'package.json: engines'],
		[engines('^20 || ^22'), '22', 'package.json: engines'],
		[engines('22.x'), '22', 'package.json: engines'],
		[engines('nonsense'), '24', 'package.json: engines'],
		[{ 'package.json': '{"volta":{"node":"20.1.0"}}' }, '20', 'package.json: volta'],
		[
			{ 'package.json': '{"devEngines":{"runtime":{"name":"node","version":"^26"}}}' },
			'26',
			'package.json: devEngines'
		],
		[{}, '24', 'nothing asks for another']
	])('%j → %s', async (files, value, reason) => {
		expect(await of(files as Record<string, string>)).toEqual({
			found: { value, reason },
			notice: null
		});
	});

	it('takes the nearest for versions out of support, and says so', async () => {
		const old = await of(engines('16.x'));
		expect(old.found.value).toBe('20');
		expect(old.notice).toContain('package.json: engines asks for Node.js 16.x');
		expect((await of({ '.nvmrc': '99' })).found.value).toBe('24');
	});
});
