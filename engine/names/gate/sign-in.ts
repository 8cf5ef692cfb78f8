import { createHmac, randomBytes } from 'node:crypto';
import type { Id } from '../../spec.ts';
import { TryBudget, type Allowance } from '../budget.ts';
import type { Guest } from '../port.ts';
import { passwordFits } from './guest-password.ts';

/** A person who mistypes is not in the way; a list of passwords is. */
const triesOfAddress: Allowance = { most: 10, refill: 10_000 };
/** From everywhere together: a check costs a fifth of a second of one core. */
const triesOfService: Allowance = { most: 30, refill: 2_000 };
const mostKnown = 10_000;
const mostWaiting = 16;
const longestHeader = 1024;

export interface SignIn {
	service: Id;
	guests: Guest[];
	/** The header Authorization, as it came. */
	authorization: string;
	/** The visitor's. */
	address: string;
}

/** `later`: too many tries, from there or in all. */
export type Verdict = 'in' | 'out' | 'later';

interface GuestListOptions {
	clock: () => number;
	fits?: (password: string, hash: string) => Promise<boolean>;
}

/**
 * Tells guests from strangers. A password is checked against its slow hash once; then its HMAC, under a key that only
 * this process has, is known as long as the hash stays. One is checked at a time, so that sites in general keep their core.
 */
export class GuestList {
	readonly #fits: (password: string, hash: string) => Promise<boolean>;
	readonly #ofAddress: TryBudget;
	readonly #ofService: TryBudget;
	readonly #key = randomBytes(32);
	#known = new Set<string>();
	#waiting = 0;
	#last: Promise<unknown> = Promise.resolve();

	constructor({ clock, fits = passwordFits }: GuestListOptions) {
		this.#fits = fits;
		this.#ofAddress = new TryBudget(triesOfAddress, clock);
		this.#ofService = new TryBudget(triesOfService, clock);
	}

	async check({ service, guests, authorization, address }: SignIn): Promise<Verdict> {
		const given = credentialsIn(authorization);
		if (!given) return 'out';
		const { name, password } = given;
		const guest = guests.find((one) => one.name === name);
		const mark = this.#markOf([service, name, guest?.hash ?? '', password]);
		if (guest && this.#known.has(mark)) return 'in';
		if (this.#waiting >= mostWaiting || !this.#ofAddress.take(`${service} ${networkOf(address)}`)) {
			return 'later';
		}
		if (!this.#ofService.take(service)) return 'later';
		// A name that nobody has takes as long as a wrong password.
		const fits = await this.#inTurn(() => this.#fits(password, (guest ?? guests[0])?.hash ?? ''));
		if (!guest || !fits) return 'out';
		this.#remember(mark);
		return 'in';
	}

	#markOf(parts: string[]): string {
		return createHmac('sha256', this.#key).update(JSON.stringify(parts)).digest('base64');
	}

	#remember(mark: string): void {
		this.#known.add(mark);
		if (this.#known.size <= mostKnown) return;
		for (const oldest of this.#known) return void this.#known.delete(oldest);
	}

	async #inTurn(check: () => Promise<boolean>): Promise<boolean> {
		this.#waiting++;
		const turn = this.#last.then(check, check);
		this.#last = turn.catch(() => {});
		try {
			return await turn;
		} finally {
			this.#waiting--;
		}
	}
}

function credentialsIn(authorization: string): { name: string; password: string } | null {
	if (authorization.length > longestHeader) return null;
	const [, encoded] = /^basic +([\w+/=-]+)$/i.exec(authorization.trim()) ?? [];
	if (encoded === undefined) return null;
	const [, name, password] =
		/^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
	return name === undefined || password === undefined ? null : { name, password };
}

/** A whole network of IPv6 belongs to one visitor. */
function networkOf(address: string): string {
	return address.includes(':') ? address.split(':').slice(0, 4).join(':') : address;
}
