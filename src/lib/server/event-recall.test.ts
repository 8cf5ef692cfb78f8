import { expect, test } from 'vitest';
import { createRecall } from './event-recall.ts';

const event = (projectId: string) => ({ kind: 'project' as const, projectId });

test('tells what came after a mark, and nothing of before', () => {
	const recall = createRecall();
	recall.remember(event('a'));
	const mark = recall.mark();
	expect(recall.since(mark)).toEqual([]);
	recall.remember(event('b'));
	recall.remember(event('c'));
	expect(recall.since(mark)).toEqual([event('b'), event('c')]);
	expect(recall.since(recall.mark())).toEqual([]);
});

test('says when it is too long ago, however much was heard', () => {
	const recall = createRecall(3);
	const [first] = [recall.mark()];
	for (const name of ['a', 'b', 'c', 'd']) recall.remember(event(name));
	const later = recall.mark();
	for (const name of ['e', 'f', 'g']) recall.remember(event(name));
	expect(recall.since(first)).toBeNull();
	expect(recall.since(later)).toEqual([event('e'), event('f'), event('g')]);
});

test.each(['', 'x', 'x-1', '-', '1-1-1'])('does not know the mark %j', (mark) => {
	expect(createRecall().since(mark)).toBeNull();
});

test('does not know a mark of another process, or of what has not come yet', () => {
	const recall = createRecall();
	expect(recall.since(createRecall().mark())).toBeNull();
	const epoch = recall.mark().split('-')[0] ?? '';
	for (const at of ['1', '-1', 'NaN', '']) expect(recall.since(`${epoch}-${at}`)).toBeNull();
});
