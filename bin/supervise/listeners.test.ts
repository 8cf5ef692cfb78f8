import { expect, test } from 'vitest';
import { parseListeners } from './listeners.ts';

const head =
	'  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const rest = '00000000:00000000 00:00000000 00000000     0        0';

test('reads ports and inodes, and tells loopback from the world', () => {
	const table = [
		head,
		`   0: 00000000:0050 00000000:0000 0A ${rest} 24680 1 0000000000000000 100 0 0 10 0`,
		`   1: 0100007F:0BB8 00000000:0000 0A ${rest} 13579 1 0000000000000000 100 0 0 10 0`,
		`   2: 3500007F:0035 00000000:0000 0A ${rest} 97531 1 0000000000000000 100 0 0 10 0`,
		''
	].join('\n');
	expect(parseListeners(table)).toEqual([
		{ port: 80, isLoopback: false, inode: '24680' },
		{ port: 3000, isLoopback: true, inode: '13579' },
		{ port: 53, isLoopback: true, inode: '97531' }
	]);
});

test('knows loopback in its IPv6 forms', () => {
	const zero = '0'.repeat(32);
	const table = [
		head,
		`   0: ${zero}:01BB ${zero}:0000 0A ${rest} 1 1`,
		`   1: 00000000000000000000000001000000:01BC ${zero}:0000 0A ${rest} 2 1`,
		`   2: 0000000000000000FFFF00000100007F:01BD ${zero}:0000 0A ${rest} 3 1`
	].join('\n');
	expect(parseListeners(table).map((each) => each.isLoopback)).toEqual([false, true, true]);
});

test('does not take a connection for a listener', () => {
	const table = `${head}\n   2: 0100007F:9C40 0100007F:0050 01 ${rest} 11111 1 0 100 0 0 10 0\n`;
	expect(parseListeners(table)).toEqual([]);
});
