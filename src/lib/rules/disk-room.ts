import { byteWords } from '#engine/byte-words.ts';

export interface DiskNotice {
	/** Nothing can be saved any more. */
	isReadOnly: boolean;
	title: string;
	detail: string;
}

const megabyte = 2 ** 20;
/** The database's journal grows by so much at a time: with less, it can not write. */
const journalStep = 16 * megabyte;

export interface DiskRoom {
	freeBytes: number;
	totalBytes: number;
}

export const roomWords = ({ freeBytes, totalBytes }: DiskRoom) =>
	`${byteWords(freeBytes)} free of ${byteWords(totalBytes)}`;

/**
 * What is to be said of the disk that the database is on; null when there is room. `failedAgo`: milliseconds
 * since something could last not be saved for want of room.
 */
export function diskNotice(
	{ freeBytes, totalBytes }: DiskRoom,
	failedAgo: number = Infinity
): DiskNotice | null {
	const left = roomWords({ freeBytes, totalBytes });
	if (freeBytes < Math.min(journalStep, totalBytes / 100) || failedAgo < 15_000) {
		return {
			isReadOnly: true,
			title: 'The disk is full: nothing can be saved',
			detail: `Your apps keep running, and everything here can be read. Make room on the server (${left}): all goes on by itself then.`
		};
	}
	if (freeBytes >= Math.min(1024 * megabyte, totalBytes / 10)) return null;
	return {
		isReadOnly: false,
		title: 'The disk is nearly full',
		detail: `${left}. Clean up, or make room on the server, before nothing can be saved.`
	};
}
