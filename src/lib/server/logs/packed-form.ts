/**
 * A packed file is gzip, readable by any program: members of `blockBytes` plain bytes each (the last one may have
 * fewer), then an empty member whose extra field says how long each of them is. So any byte is found by reading
 * the end of the file and one block.
 */
export interface PackedForm {
	/** Plain bytes of the whole file. */
	size: number;
	/** Plain bytes of each block but the last. */
	blockBytes: number;
	/** Compressed bytes of each block. */
	lengths: number[];
}

/** Bytes at the end of the file that say how long the rest of its form is. */
export const footBytes = 26;

const headBytes = 12;
const fieldHead = 4;
const factBytes = 16;
/** An empty deflate stream, its checksum and its length. */
const nothing = Buffer.from([3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
/** What an extra field of 65,535 bytes has room for. */
const mostBlocks = 16_000;

/** Bytes of a block for so large a file: any block is unpacked within a millisecond, unless there were too many. */
export function blockBytesFor(size: number): number {
	let bytes = 128 * 1024;
	while (size > bytes * mostBlocks) bytes *= 2;
	return bytes;
}

/** The last member of a packed file. */
export function writeForm({ size, blockBytes, lengths }: PackedForm): Buffer {
	const dataBytes = lengths.length * 4 + factBytes;
	const head = Buffer.alloc(headBytes + fieldHead);
	// gzip, deflate, with an extra field; no time, no system.
	head.set([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255]);
	head.writeUInt16LE(fieldHead + dataBytes, 10);
	head.write('Gt', 12, 'latin1');
	head.writeUInt16LE(dataBytes, 14);
	const data = Buffer.alloc(dataBytes);
	for (const [at, length] of lengths.entries()) data.writeUInt32LE(length, at * 4);
	const facts = lengths.length * 4;
	data.writeBigUInt64LE(BigInt(size), facts);
	data.writeUInt32LE(blockBytes, facts + 8);
	data.writeUInt32LE(lengths.length, facts + 12);
	return Buffer.concat([head, data, nothing]);
}

/** Bytes of the last member, told by the last `footBytes` of a file. */
export const formBytes = (foot: Buffer) =>
	headBytes + fieldHead + foot.readUInt32LE(12) * 4 + factBytes + nothing.length;

/** Reads the last member. Errors: an Error when it is none of ours. */
export function readForm(member: Buffer): PackedForm {
	const facts = member.length - nothing.length - factBytes;
	const count = member.readUInt32LE(facts + 12);
	const isOurs =
		member.toString('latin1', 12, 14) === 'Gt' && facts === headBytes + fieldHead + count * 4;
	if (!isOurs) throw new Error('This is no packed log.');
	return {
		size: Number(member.readBigUInt64LE(facts)),
		blockBytes: member.readUInt32LE(facts + 8),
		lengths: Array.from({ length: count }, (_, at) =>
			member.readUInt32LE(headBytes + fieldHead + at * 4)
		)
	};
}
