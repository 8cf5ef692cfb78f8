import { readFile } from 'node:fs/promises';

const listen = '0A';

function readTable(table: string): { address: string; port: number }[] {
	return table
		.split('\n')
		.slice(1)
		.map((row) => row.trim().split(/\s+/))
		.filter((row) => row[3] === listen)
		.map((row) => {
			const [address = '', port = ''] = (row[1] ?? '').split(':');
			return { address: readAddress(address), port: Number.parseInt(port, 16) };
		});
}

/** The kernel writes each 32-bit word of an address in the machine's own byte order. */
function readAddress(hex: string): string {
	const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => [
		...Buffer.from(word, 'hex').reverse()
	]);
	if (bytes.length === 4) return bytes.join('.');
	if (bytes.every((byte) => byte === 0)) return '::';
	const isMapped = bytes.slice(0, 12).join() === '0,0,0,0,0,0,0,0,0,0,255,255';
	if (isMapped) return bytes.slice(12).join('.');
	return bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1 ? '::1' : 'IPv6';
}

/** On which addresses and ports something listens in the network namespace of a process of this machine. */
export async function listeningPorts(pid: number): Promise<{ address: string; port: number }[]> {
	const tables = await Promise.all(
		['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => ''))
	);
	// 127.0.0.11 is Docker's own name server inside the container.
	return tables.flatMap(readTable).filter(({ address }) => address !== '127.0.0.11');
}
