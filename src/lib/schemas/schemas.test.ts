import { describe, expect, it } from 'vitest';
import { claimInput, localPath } from './auth.ts';
import { deployRequest } from './deploy-api.ts';
import { createProjectInput } from './projects.ts';
import { updateServiceInput } from './services.ts';
import { createTokenInput } from './tokens.ts';
import { validate, validateForm } from './validate.ts';
import { saveVariablesInput } from './variables.ts';

const project = {
	name: 'Shop',
	appName: 'shop',
	gitUrl: 'https://github.com/ada/shop',
	branch: 'main'
};

const refusal = (input: Record<string, unknown>) => {
	try {
		validate(createProjectInput, { ...project, ...input });
		return null;
	} catch (error) {
		const { code, status, field, message } = Object(error) as Record<string, unknown>;
		expect({ code, status }).toEqual({ code: 'invalid_input', status: 422 });
		return [field, message];
	}
};

const portMessage = 'Port must be a whole number from 1 to 65535.';
const branchMessage = 'Not a valid branch name (git rules).';
const keyMessage = 'Variable names: letters, digits, _ ; not starting with a digit.';

describe('a new project', () => {
	it('needs little and trims what it is given', () => {
		const parsed = createProjectInput.parse({ ...project, name: '  Shop ', appName: ' shop ' });
		expect(parsed).toEqual({ ...project, rootDirectory: '', autoDeploy: true, variables: [] });
	});

	it.each([0, -1, 65536, '80a', 3.5, '0x50', ' ', 1e9, '1e3', true, {}, Number.NaN])(
		'refuses the port %j',
		(port) => {
			expect(refusal({ port })).toEqual(['port', portMessage]);
		}
	);

	it('takes a port as number, digits, or as detected', () => {
		const port = (given: unknown) => createProjectInput.parse({ ...project, port: given }).port;
		expect([port(80), port('8080'), port(''), port(null)]).toEqual([80, 8080, null, null]);
	});

	it.each([
		'main; id',
		'a b',
		'a..b',
		'x.lock',
		'@{',
		'-x',
		'refs/heads/x',
		'b'.repeat(300),
		'a\nb',
		''
	])('refuses the branch %j', (branch) => {
		expect(refusal({ branch })).toEqual(['branch', branchMessage]);
	});

	it.each(['A B', '1A', 'A=B', 'A;id', '$(x)', 'A\nB', '', 'K'.repeat(300)])(
		'refuses the variable name %j',
		(key) => {
			expect(refusal({ variables: [{ key, value: '' }] })).toEqual(['variables.0.key', keyMessage]);
		}
	);

	it('refuses a variable that is defined twice', () => {
		const variables = [
			{ key: 'A', value: '1' },
			{ key: 'a', value: '2' },
			{ key: 'A', value: '3' }
		];
		expect(refusal({ variables })).toEqual([
			'variables.2.key',
			'A is defined twice (row 1 and 3).'
		]);
	});

	it.each([
		['dockerfilePath', '/etc/passwd', 'Must be a file inside the repository.'],
		['dockerfilePath', '../Dockerfile', 'Must be a file inside the repository.'],
		['dockerfilePath', 'a\0b', 'Must be a file inside the repository.'],
		['healthPath', 'http://evil/', 'Path only, e.g. /health'],
		['healthPath', '', 'Path only, e.g. /health'],
		[
			'healthPath',
			'/ok\r\nX: 1',
			'Path only, e.g. /health: it must start with / and contain no .. or braces.'
		],
		['startCommand', 'a\nRUN evil', 'A command is one line without control characters.'],
		['startCommand', 'x'.repeat(10_240), 'A command is at most 2000 characters.'],
		['appName', 'My_App', 'Invalid app name. Use lowercase letters, numbers, and hyphens only.'],
		['isAdmin', true, "There is no field 'isAdmin'."],
		['ownerId', 'x', "There is no field 'ownerId'."]
	])('refuses %s %j', (field, value, message) => {
		expect(refusal({ [field]: value })).toEqual([field, message]);
	});

	it('comes from a form: empty fields are as detected, checkboxes are flags', () => {
		const fields = new FormData();
		for (const [name, value] of Object.entries(project)) fields.set(name, value);
		fields.set('form', 'create');
		fields.set('buildCommand', '');
		fields.set('autoDeploy', 'on');
		fields.set('cpus', '1.5');
		const parsed = validateForm(createProjectInput, fields, { variables: [] });
		expect(parsed).toMatchObject({ buildCommand: null, autoDeploy: true, cpus: 1.5 });
	});
});

describe('settings of a service', () => {
	it('leave out what is not given', () => {
		const serviceId = 'a'.repeat(20);
		expect(updateServiceInput.parse({ serviceId, cpus: 0 })).toEqual({ serviceId, cpus: 0 });
	});

	it.each([-1, 0.001, 999, 'half'])('refuse %j cores', (cpus) => {
		expect(updateServiceInput.safeParse({ serviceId: 'a', cpus }).success).toBe(false);
	});
});

describe('variables', () => {
	it('keep their value byte for byte', () => {
		const value = ' x\r\n\t"é" ';
		const parsed = saveVariablesInput.parse({ serviceId: 'a', variables: [{ key: 'A', value }] });
		expect(parsed.variables).toEqual([{ key: 'A', value, isSecret: false }]);
	});

	it('refuse a NUL and more than 64 KB', () => {
		for (const value of ['a\0b', 'é'.repeat(40_000)]) {
			const variables = [{ key: 'A', value }];
			expect(saveVariablesInput.safeParse({ serviceId: 'a', variables }).success).toBe(false);
		}
	});
});

describe('the deploy API', () => {
	it('takes user/repo and full URLs, and keeps variables as secrets', () => {
		const parsed = deployRequest.parse({
			github_repo: 'ada/shop',
			app_name: 'shop',
			env_vars: { A: '1' }
		});
		expect(parsed).toEqual({
			github_repo: 'https://github.com/ada/shop',
			app_name: 'shop',
			branch: 'main',
			port: null,
			env_vars: [{ key: 'A', value: '1', isSecret: true }]
		});
		const url = 'https://git.example.com/a/b.git';
		expect(deployRequest.parse({ github_repo: url, app_name: 'shop' }).github_repo).toBe(url);
	});

	it('refuses variables that are not text', () => {
		for (const env_vars of [{ A: 1 }, ['A=1'], 'A=1', null, { 'A B': '' }]) {
			const request = { github_repo: 'ada/shop', app_name: 'shop', env_vars };
			expect(deployRequest.safeParse(request).success).toBe(false);
		}
	});
});

describe('signing in', () => {
	it('asks for a long password, of any characters', () => {
		const claim = (password: string) =>
			claimInput.safeParse({ token: 't', email: 'Ada@Example.com', password });
		expect(claim('short').success).toBe(false);
		expect(claim('x'.repeat(257)).success).toBe(false);
		expect(claim('пароль из слов').data?.email).toBe('ada@example.com');
	});

	it('goes on to a path of this panel only', () => {
		expect(localPath('/projects?x=1#y')).toBe('/projects?x=1#y');
		for (const next of [null, '', 'https://evil', '//evil', '/\\evil', 'javascript:x', '/a\n']) {
			expect(localPath(next)).toBe('/');
		}
	});
});

describe('an API token', () => {
	it('lasts up to two years, or for ever', () => {
		const days = (expiresInDays: unknown) =>
			createTokenInput.safeParse({ name: 'ci', expiresInDays }).data?.expiresInDays;
		expect([days(''), days('30'), days(undefined)]).toEqual([null, 30, null]);
		expect([days(-1), days(36_500), days('x')]).toEqual([undefined, undefined, undefined]);
	});
});
