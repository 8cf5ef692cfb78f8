import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';

/** Bridges and links that container engines make: no address of theirs is this machine's own. */
const inner = /^(docker|br-|veth|virbr|cni|flannel|podman)/;

/** Addresses of this machine as others may see it, public ones first; loopback is not among them. */
export function ownAddresses(interfaces = networkInterfaces()): string[] {
	return Object.entries(interfaces)
		.filter(([name]) => !inner.test(name))
		.flatMap(([, addresses]) => addresses ?? [])
		.filter(({ address, internal }) => !internal && rangeOf(address) !== 'linkLocal')
		.map(({ address }) => address)
		.sort((a, b) => Number(isPublic(b)) - Number(isPublic(a)));
}

export function isPublic(address: string): boolean {
	return rangeOf(address) === 'unicast';
}

export function isLoopback(address: string): boolean {
	return rangeOf(address) === 'loopback';
}

function rangeOf(address: string): string {
	return ipaddr.process(address).range();
}
