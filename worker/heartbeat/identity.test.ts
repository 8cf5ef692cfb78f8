import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { hasEnded, ownIdentity } from './identity.ts';

test('a running process has not ended', () => {
	expect(hasEnded(ownIdentity().bootId)).toBe(false);
});

test('another boot of the machine, another process of the same pid, and a killed one have ended', async () => {
	const [machine, pid, start] = ownIdentity().bootId.split('/');
	expect(hasEnded(`another/${pid}/${start}`)).toBe(true);
	expect(hasEnded(`${machine}/${pid}/1`)).toBe(true);
	const child = spawn(process.execPath, ['--eval', 'process.stdin.resume()']);
	child.kill('SIGKILL');
	await once(child, 'exit');
	expect(hasEnded(`${machine}/${child.pid}/${start}`)).toBe(true);
});
