import { consoleActor } from '#lib/server/auth/actors.ts';
import { createToken } from '#lib/server/tokens/create-token.ts';
import { createTokenInput } from '#lib/schemas/tokens.ts';
import { validate } from '#lib/schemas/validate.ts';
import type { Command } from './command.ts';
import { withInstallation } from './installation.ts';

export const token: Command = {
	name: 'token create',
	summary: 'Prints a new API token of the first admin; it is never shown again.',
	options: { name: { type: 'string', required: true, meaning: 'what it is for, e.g. CI' } },
	async run({ name }, terminal) {
		const input = validate(createTokenInput, { name });
		const created = await withInstallation(terminal, async (ctx) =>
			createToken({ ...ctx, actor: await consoleActor(ctx.db) }, input)
		);
		terminal.print(created.token);
		return 0;
	}
};
