import { redirect } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from './errors.ts';
import { submit } from './forms.ts';

const posted = (fields: Record<string, string>) =>
	new Request('http://panel.test/', { method: 'POST', body: new URLSearchParams(fields) });

test('answers with what the operation returns and the name of the form', async () => {
	const answer = await submit(posted({ form: 'rename', name: 'shop' }), async (fields) => ({
		notice: `Renamed to ${String(fields.get('name'))}.`
	}));
	expect(answer).toEqual({ form: 'rename', notice: 'Renamed to shop.' });
});

test('puts the message on the field and keeps what was typed', async () => {
	const answer = await submit(posted({ form: 'rename', name: ' ' }), () => {
		throw new AppError('invalid_name', 422, 'Name is required.', {
			field: 'name',
			hint: 'Give one.'
		});
	});
	expect(answer).toMatchObject({
		status: 422,
		data: {
			form: 'rename',
			message: 'Name is required.',
			hint: 'Give one.',
			errors: { name: 'Name is required.' },
			values: { name: ' ' }
		}
	});
});

test('reports every field that a schema refuses, once', async () => {
	const schema = z.object({ port: z.coerce.number('Port must be a number.').max(9, 'Too high.') });
	const answer = await submit(posted({ port: 'x' }), async (fields) =>
		schema.parse(Object.fromEntries(fields))
	);
	expect(answer).toMatchObject({
		status: 422,
		data: { errors: { port: 'Port must be a number.' } }
	});
});

test('never sends a typed password or secret back', async () => {
	const answer = await submit(
		posted({ email: 'a@b.test', password: 'hunter2', 'secret.value': 'x', token: 't' }),
		() => {
			throw new AppError('invalid_login', 401, 'E-mail or password is wrong.');
		}
	);
	expect(JSON.stringify(answer)).not.toMatch(/hunter2|"x"|"t"/);
	expect(answer).toMatchObject({ data: { values: { email: 'a@b.test' } } });
});

test('lets redirects and bugs through', async () => {
	await expect(submit(posted({}), () => redirect(303, '/'))).rejects.toMatchObject({ status: 303 });
	await expect(
		submit(posted({}), () => {
			throw new TypeError('bug');
		})
	).rejects.toThrow('bug');
});
