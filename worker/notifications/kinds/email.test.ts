import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import { hostileMessage as message } from '../testing.ts';
import { sendEmail } from './email.ts';

const open: SMTPServer[] = [];
afterEach(async () => {
	for (const server of open.splice(0)) await new Promise<void>((done) => server.close(done));
});

/** A mail server on loopback that takes ada's password and keeps what it is sent. */
async function mailServer(options: ConstructorParameters<typeof SMTPServer>[0] = {}) {
	const taken: { from: string; to: string[]; text: string }[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		allowInsecureAuth: true,
		onAuth({ username, password }, _session, done) {
			if (username === 'ada' && password === 'right') done(null, { user: username });
			else done(new Error('no'));
		},
		onData(stream, { envelope }, done) {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				const { mailFrom, rcptTo } = envelope;
				taken.push({
					from: mailFrom ? mailFrom.address : '',
					to: rcptTo.map(({ address }) => address),
					text: Buffer.concat(chunks).toString('utf8')
				});
				done();
			});
		},
		...options
	});
	server.on('error', () => {});
	open.push(server);
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	const { port } = server.server.address() as AddressInfo;
	return { taken, port };
}

const reach = { allowPrivateHosts: ['127.0.0.1'] };
const signal = AbortSignal.timeout(30_000);
const settings = {
	...{ host: '127.0.0.1', security: 'none' as const, user: 'ada' },
	...{ from: 'gantry@example.com', to: ['ops@example.com', 'ada@example.com'] }
};

test('goes to every recipient, signed in, as text and HTML', async () => {
	const { taken, port } = await mailServer();
	const given = { settings: { ...settings, port }, password: 'right', reach, signal };
	expect(await sendEmail(message, given)).toEqual({ ok: true, detail: '127.0.0.1 took it.' });
	expect(taken).toMatchObject([{ from: 'gantry@example.com', to: settings.to }]);
	const [{ text } = { text: '' }] = taken;
	expect(text).toContain('Subject: [Gantry] shop: deployment #12 failed');
	expect(text).toContain('Message-ID: <n1@127.0.0.1>');
	expect(text).toContain('Auto-Submitted: auto-generated');
	expect(text).toMatch(/multipart\/alternative/);
});

test('a wrong password is final and named as such', async () => {
	const { taken, port } = await mailServer();
	const given = { settings: { ...settings, port }, password: 'wrong', reach, signal };
	expect(await sendEmail(message, given)).toEqual({
		ok: false,
		isFinal: true,
		why: '127.0.0.1 does not take the user name and password (535).'
	});
	expect(taken).toEqual([]);
});

test('nothing is sent in the clear where STARTTLS was asked for', async () => {
	const { taken, port } = await mailServer();
	const secret = { ...settings, port, security: 'starttls' as const };
	const outcome = await sendEmail(message, { settings: secret, password: 'right', reach, signal });
	expect(outcome).toMatchObject({ ok: false, isFinal: true });
	expect(taken).toEqual([]);
});

test('a server that has no time is asked again, one that refuses a recipient is not', async () => {
	const busy = (code: number) =>
		mailServer({
			onRcptTo: (_address, _session, done) =>
				done(Object.assign(new Error('no'), { responseCode: code }))
		});
	const outcome = async (code: number) => {
		const { port } = await busy(code);
		return sendEmail(message, {
			settings: { ...settings, port, user: '' },
			password: undefined,
			reach,
			signal
		});
	};
	expect(await outcome(451)).toMatchObject({ ok: false, isFinal: false });
	expect(await outcome(550)).toMatchObject({ ok: false, isFinal: true });
});

test('a mail server inside the network is not reached unless that is allowed', async () => {
	const { port } = await mailServer();
	const given = { settings: { ...settings, port }, password: 'right', signal };
	const refused = sendEmail(message, { ...given, reach: { allowPrivateHosts: [] } });
	await expect(refused).rejects.toMatchObject({ code: 'host_private' });
});
