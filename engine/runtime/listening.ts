import { readFile } from 'node:fs/promises';

/** States of a TCP connection, as the kernel writes them. */
const listen = '0A';
const ending = ['06', '07', listen];

interface Row {
	address: string;
	port: number;
	state: string;
}

function readTable(table: string): Row[] {
	return table
		.split('\n')
		.slice(1)
		.map((row) => row.trim().split(/\s+/))
		.filter((row) => row.length > 3)
		.map((row) => {
			const [address = '', port = ''] = (row[1] ?? '').split(':');
			return {
				address: readAddress(address),
				port: Number.parseInt(port, 16),
				state: row[3] ?? ''
			};
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

/** All TCP sockets in the network namespace of a process of this machine; null when it can not be seen. */
async function socketsOf(pid: number): Promise<Row[] | null> {
	const tables = await Promise.all(
		['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => null))
	);
	const seen = tables.filter((table) => table !== null);
	return seen.length === 0 ? null : seen.flatMap(readTable);
}

/** On which addresses and ports something listens there. */
export async function listeningPorts(pid: number): Promise<{ address: string; port: number }[]> {
	return (
		((await socketsOf(pid)) ?? [])
			// 127.0.0.11 is Docker's own name server inside the container.
			.filter(({ state, address }) => state === listen && address !== '127.0.0.11')
			.map(({ address, port }) => ({ address, port }))
	);
}

/** How many connections to `port` are open there; null when they can not be seen. */
export async function openConnections(pid: number, port: number): Promise<number | null> {
	const sockets = await socketsOf(pid);
	return (
		sockets && sockets.filter((row) => row.port === port && !ending.includes(row.state)).length
	);
}
