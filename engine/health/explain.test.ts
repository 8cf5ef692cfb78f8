import { expect, it } from 'vitest';
import { explain } from './explain.ts';

it('tells an app on loopback to listen everywhere', () => {
	expect(explain([{ address: '127.0.0.1', port: 3000 }], 3000)).toBe(
		'It listens on 127.0.0.1:3000, which only the container itself can reach: bind it to 0.0.0.0.'
	);
});

it('names the port on which the app listens instead', () => {
	expect(explain([{ address: '::', port: 8080 }], 3000)).toContain(
		'It listens on port 8080, the settings say 3000'
	);
});

it('has nothing to say when the port is right or nothing listens', () => {
	expect(explain([{ address: '::', port: 3000 }], 3000)).toBeUndefined();
	expect(explain([], 3000)).toBeUndefined();
});
