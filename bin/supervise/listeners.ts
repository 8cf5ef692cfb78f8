/** One listening TCP socket of this machine. */
export interface Listener {
	port: number;
	/** Only programs of this machine reach it. */
	isLoopback: boolean;
	inode: string;
}

const listening = '0A';

/** 127.0.0.0/8, ::1 and ::ffff:127.0.0.0/104, as the kernel writes them: hex, each word in host order. */
function isLoopback(address: string): boolean {
	if (address.length === 8) return address.endsWith('7F');
	return (
		address === '00000000000000000000000001000000' || /^0{16}FFFF0000[0-9A-F]{6}7F$/.test(address)
	);
}

/** What listens, out of /proc/net/tcp or tcp6. */
export function parseListeners(table: string): Listener[] {
	return table
		.split('\n')
		.slice(1)
		.map((line) => line.trim().split(/\s+/))
		.filter((fields) => fields[3] === listening)
		.map((fields) => {
			const [address = '', port = ''] = (fields[1] ?? '').split(':');
			return {
				port: Number.parseInt(port, 16),
				isLoopback: isLoopback(address),
				inode: fields[9] ?? ''
			};
		});
}
