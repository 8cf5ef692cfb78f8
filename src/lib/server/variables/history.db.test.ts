import { describe, expect, it } from 'vitest';
import { saveVariablesInput, type GivenVariable } from '#lib/schemas/variables.ts';
import { testWorld } from '../testing/world.ts';
import { readVariables } from './freeze-variables.ts';
import { listRevisions } from './list-revisions.ts';
import { listVariables } from './list-variables.ts';
import { resolveConflict } from './resolve-conflict.ts';
import { revealRevision } from './reveal-revision.ts';
import { saveVariables } from './save-variables.ts';
import { undoRevision } from './undo-revision.ts';
import { VariablesConflict, type Conflict } from './conflict.ts';

const world = testWorld();

type Typed = Partial<GivenVariable> & { key: string };

async function setup(variables: { key: string; value: string; isSecret: boolean }[] = []) {
	const ctx = await world.person('user');
	const { serviceId, projectId } = await world.project(ctx, { variables });
	const holder = { serviceId };
	const save = (list: Typed[], version?: number, by = ctx) =>
		saveVariables(by, saveVariablesInput.parse({ serviceId, variables: list, version }));
	const values = async () =>
		(await readVariables(world.db, world.vault, serviceId)).map(({ key, value }) => [key, value]);
	return { ctx, serviceId, projectId, holder, save, values };
}

const plain = (key: string, value: string) => ({ key, value, isSecret: false });
const hidden = (key: string, value: string) => ({ key, value, isSecret: true });
const kept = (key: string) => ({ key, value: null, isSecret: true });
const conflictOf = async (saving: Promise<unknown>): Promise<Conflict> => {
	const error = await saving.then(
		() => null,
		(reason: unknown) => reason
	);
	if (!(error instanceof VariablesConflict)) throw new Error(`no conflict: ${String(error)}`);
	return error.conflict;
};

describe('the history of a list', () => {
	it('says who changed which keys, newest first, and never a value', async () => {
		const { ctx, holder, save } = await setup([plain('A', '1')]);
		await save([plain('A', 'canary-plain'), hidden('B', 'canary-secret')]);
		await save([kept('B')]);
		const { revisions, older } = await listRevisions(ctx, { holder });
		expect(older).toBeNull();
		expect(revisions).toMatchObject([
			{ version: 2, by: ctx.actor.email, added: [], changed: [], removed: ['A'], undoes: null },
			{ version: 1, by: ctx.actor.email, added: ['B'], changed: ['A'], removed: [] }
		]);
		expect(JSON.stringify(revisions)).not.toContain('canary');
		const rows = await world.db.variableRevision.findMany({ where: holder });
		expect(JSON.stringify(rows)).not.toContain('canary');
	});

	it('takes a change back exactly, a secret and the order too, as a change of its own', async () => {
		const { ctx, holder, save, values, serviceId } = await setup([
			plain('A', '1'),
			hidden('S', 'canary-old'),
			plain('Z', '"quoted"\r\n')
		]);
		const before = await values();
		const { version } = await save([plain('Z', 'x'), hidden('S', 'canary-new'), plain('N', '')]);
		const undone = await undoRevision(ctx, { holder, version });
		expect(undone).toMatchObject({ version: version + 1, added: ['A'], removed: ['N'] });
		expect(await values()).toEqual(before);
		expect((await listVariables(ctx, { serviceId }))[1]).toMatchObject({ key: 'S', value: null });
		const again = await undoRevision(ctx, { holder, version: undone.version });
		expect(again.added).toEqual(['N']);
		expect((await listRevisions(ctx, { holder })).revisions[0]?.undoes).toBe(undone.version);
	});

	it('takes an older change back and leaves what other changes did', async () => {
		const { ctx, holder, save, values } = await setup([plain('A', '1'), plain('B', '1')]);
		const { version } = await save([plain('A', '2'), plain('B', '1')]);
		await save([plain('A', '2'), plain('B', '9'), plain('C', '3')]);
		await undoRevision(ctx, { holder, version });
		expect(await values()).toEqual([
			['A', '1'],
			['B', '9'],
			['C', '3']
		]);
	});

	it('shows the values of plain variables on demand only, and writes that down', async () => {
		const { ctx, holder, save, serviceId } = await setup([
			plain('A', '1'),
			hidden('S', 'canary-1')
		]);
		const { version } = await save([plain('A', '2'), hidden('S', 'canary-2')]);
		const changes = await revealRevision(ctx, { holder, version });
		expect(changes).toMatchObject([
			{ key: 'A', before: { value: '1' }, after: { value: '2' } },
			{ key: 'S', before: { value: null }, after: { value: null } }
		]);
		expect(JSON.stringify(changes)).not.toContain('canary');
		const audit = await world.db.auditEvent.findFirst({
			where: { action: 'variables.revealed', subject: serviceId }
		});
		expect(audit?.detail).toEqual({ version, keys: ['A'], service: expect.any(String) });
	});

	it('is bounded', async () => {
		const { ctx, holder, save } = await setup();
		for (let round = 1; round <= 103; round++) await save([plain('A', String(round))]);
		const count = await world.db.variableRevision.count({ where: holder });
		expect(count).toBe(100);
		const { older } = await listRevisions(ctx, { holder });
		expect(older).toBe(74);
		await expect(undoRevision(ctx, { holder, version: 3 })).rejects.toMatchObject({ status: 404 });
	});
});

describe('two people who save at once', () => {
	const start = [plain('A', '1'), plain('B', '1'), hidden('S', 'canary-base')];
	const untouched = kept('S');

	it('see each key of both, with what both began with, and lose nothing', async () => {
		const { save, ctx, holder, values } = await setup(start);
		const other = await world.person('admin');
		await save([plain('A', 'theirs'), plain('B', '1'), untouched, plain('T', '1')], 0, other);
		const mine = [plain('A', 'yours'), plain('B', 'yours'), hidden('S', 'canary-yours')];
		const conflict = await conflictOf(save(mine, 0));
		expect(conflict.by).toEqual([other.actor.email]);
		expect(JSON.stringify(conflict)).not.toContain('canary');
		expect(conflict.keys).toMatchObject([
			{
				key: 'A',
				verdict: 'conflict',
				base: { value: '1' },
				theirs: { value: 'theirs' },
				yours: { value: 'yours' }
			},
			{ key: 'B', verdict: 'yours' },
			{ key: 'S', verdict: 'yours', yours: { value: null, isSecret: true } },
			{ key: 'T', verdict: 'theirs', base: null, yours: null }
		]);
		const { version, draft } = conflict;
		const open = resolveConflict(ctx, { holder, version, draft, choices: {} });
		await expect(open).rejects.toMatchObject({ code: 'choice_missing', field: 'choices.A' });
		await resolveConflict(ctx, { holder, version, draft, choices: { A: 'theirs' } });
		expect(await values()).toEqual([
			['A', 'theirs'],
			['B', 'yours'],
			['S', 'canary-yours'],
			['T', '1']
		]);
	});

	it('are told again when a third one was quicker', async () => {
		const { save, ctx, holder, values } = await setup(start);
		await save([plain('A', '2'), plain('B', '1'), untouched], 0);
		const { version, draft } = await conflictOf(
			save([plain('A', '3'), plain('B', '1'), untouched], 0)
		);
		await save([plain('A', '4'), plain('B', '1'), untouched], 1);
		const late = await conflictOf(
			resolveConflict(ctx, { holder, version, draft, choices: { A: 'yours' } })
		);
		expect(late.keys).toMatchObject([{ key: 'A', theirs: { value: '4' }, yours: { value: '3' } }]);
		await resolveConflict(ctx, { holder, ...late, choices: { A: 'yours' } });
		expect((await values())[0]).toEqual(['A', '3']);
	});

	it('do not meet when both did the same, or one of them nothing', async () => {
		const { save } = await setup(start);
		await save([plain('A', '2'), plain('B', '1'), untouched], 0);
		const same = await save([plain('A', '2'), plain('B', '1'), untouched], 0);
		expect(same).toMatchObject({ added: [], changed: [], removed: [], version: 1 });
	});

	it('choose for themselves only: a draft is of one person and one list', async () => {
		const { save, holder } = await setup(start);
		await save([plain('A', '2')], 0);
		const { version, draft } = await conflictOf(save([plain('A', '3')], 0));
		const admin = await world.person('admin');
		const stolen = resolveConflict(admin, { holder, version, draft, choices: { A: 'yours' } });
		await expect(stolen).rejects.toMatchObject({ code: 'stale_form' });
	});
});
