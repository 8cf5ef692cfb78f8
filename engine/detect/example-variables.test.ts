import { expect, it } from 'vitest';
import { memoryTree } from '../checkout/memory-tree.ts';
import { exampleVariables } from './example-variables.ts';

it('lists the variables of .env.example with their sample values', async () => {
	const text = [
		'# Database',
		'DATABASE_URL="postgres://localhost/app"',
		'export API_KEY=',
		"NAME='a # b'",
		'PORT=3000 # listens here',
		'not a line',
		'1BAD=x',
		'PORT=4000'
	].join('\n');
	expect(await exampleVariables(memoryTree({ '.env.example': text }))).toEqual({
		file: '.env.example',
		variables: [
			{ key: 'DATABASE_URL', value: 'postgres://localhost/app' },
			{ key: 'API_KEY', value: '' },
			{ key: 'NAME', value: 'a # b' },
			{ key: 'PORT', value: '4000' }
		]
	});
});

it('says nothing when there is no such file, or nothing in it', async () => {
	expect(await exampleVariables(memoryTree({ '.env': 'A=1' }))).toBeNull();
	expect(await exampleVariables(memoryTree({ '.env.sample': '# later' }))).toBeNull();
});
