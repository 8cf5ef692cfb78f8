import { expect, test } from 'vitest';
import { diskNotice } from './disk-room.ts';

const gigabyte = 2 ** 30;
const disk = (free: number) => ({ freeBytes: free * gigabyte, totalBytes: 100 * gigabyte });

test('says nothing while there is room', () => {
	expect(diskNotice(disk(1))).toBeNull();
});

test('warns when little is left', () => {
	expect(diskNotice(disk(0.3))).toMatchObject({
		isReadOnly: false,
		title: 'The disk is nearly full'
	});
});

test('says that nothing can be saved when it is full, or when that was just tried', () => {
	const full = { isReadOnly: true, title: 'The disk is full: nothing can be saved' };
	expect(diskNotice(disk(0.001))).toMatchObject(full);
	expect(diskNotice(disk(50), 3_000)).toMatchObject(full);
	expect(diskNotice(disk(50), 60_000)).toBeNull();
});
