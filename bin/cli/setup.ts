import { anonymous } from '#lib/server/auth/actors.ts';
import { createAdmin } from '#lib/server/installation/claim-installation.ts';
import { createAdminInput } from '#lib/schemas/auth.ts';
import { validate } from '#lib/schemas/validate.ts';
import { AppError } from '#engine/error.ts';
import type { Command } from './command.ts';
import { withInstallation } from './installation.ts';

export const setup: Command = {
	name: 'setup',
	summary: 'Creates the admin account, once.',
	options: {
		email: { type: 'string', required: true, meaning: 'their e-mail address' },
		'password-stdin': { type: 'boolean', meaning: 'read their password from standard input' }
	},
	async run(given, terminal) {
		if (!given['password-stdin']) {
			throw new AppError('usage', 422, 'The password is read from standard input only.', {
				hint: 'Add --password-stdin, and send the password: printf %s "$PASSWORD" | npx gantry setup …'
			});
		}
		// A line's end is not part of a password.
		const password = (await terminal.readInput()).replace(/\r?\n$/, '');
		const input = validate(createAdminInput, { email: given.email, password });
		await withInstallation(terminal, (ctx) =>
			createAdmin({ ...ctx, actor: anonymous(null) }, input)
		);
		terminal.print(`${input.email} may sign in now.`);
		return 0;
	}
};
