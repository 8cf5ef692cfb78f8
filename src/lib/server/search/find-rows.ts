import { Prisma } from '#prisma/client/client.ts';
import type { SearchQuery } from '#lib/rules/search-query.ts';
import type { Db } from '../db/client.ts';
import { limitTo } from '../db/limit.ts';

const atMost = limitTo(6);

interface Wanted {
	db: Db;
	/** Of whose projects, as a condition on the project `p`. */
	scope: Prisma.Sql;
	query: SearchQuery;
}

export interface FoundService {
	id: string;
	name: string;
	projectName: string;
	isLive: boolean;
}

export interface FoundDomain {
	host: string;
	serviceId: string;
	serviceName: string;
}

export interface FoundDeployment {
	id: string;
	number: number;
	serviceName: string;
	commitSha: string | null;
	/** The first line and a little more. */
	commitMessage: string | null;
}

/** Does a text hold all the words? Words are compared, never read as patterns. */
const holds = (text: Prisma.Sql, words: string[]) =>
	Prisma.sql`not exists (select from unnest(${words}::text[]) word where position(word in lower(${text})) = 0)`;

/** What begins with the first word comes first. */
const nearest = (text: Prisma.Sql, words: string[]) =>
	Prisma.sql`position(${words[0] ?? ''} in lower(${text})), ${text}`;

export async function findProjects(wanted: Wanted): Promise<{ id: string; name: string }[]> {
	const { words } = wanted.query;
	const name = Prisma.sql`p.name`;
	return wanted.db.$queryRaw`
		select p.id, p.name from project p
		where ${wanted.scope} and ${holds(name, words)}
		order by ${nearest(name, words)} ${atMost}`;
}

/** By its own name or its project's. */
export async function findServices(wanted: Wanted): Promise<FoundService[]> {
	const { names, number } = wanted.query;
	if (number !== null) return [];
	return wanted.db.$queryRaw`
		select s.id, s.name, p.name as "projectName", s.state = 'live' as "isLive"
		from service s join project p on p.id = s.project_id
		where s.deleted_at is null and ${wanted.scope}
			and ${holds(Prisma.sql`s.name || ' ' || p.name`, names)}
		order by position(${names[0] ?? ''} in s.name) = 0, ${nearest(Prisma.sql`s.name`, names)}
		${atMost}`;
}

export async function findDomains(wanted: Wanted): Promise<FoundDomain[]> {
	const { words } = wanted.query;
	const host = Prisma.sql`d.host`;
	return wanted.db.$queryRaw`
		select d.host, s.id as "serviceId", s.name as "serviceName"
		from domain d join service s on s.id = d.service_id join project p on p.id = s.project_id
		where s.deleted_at is null and ${wanted.scope} and ${holds(host, words)}
		order by ${nearest(host, words)} ${atMost}`;
}

/** By the beginning of the commit, or by the number, newest first. */
export async function findDeployments(wanted: Wanted): Promise<FoundDeployment[]> {
	const { commit, number, names } = wanted.query;
	if (commit === null && number === null) return [];
	const which =
		commit === null
			? Prisma.sql`d.number = ${number} and ${holds(Prisma.sql`s.name || ' ' || p.name`, names)}`
			: Prisma.sql`d.commit_sha like ${`${commit}%`}`;
	// Each service has at most one of a number: it is looked up service by service.
	const from =
		commit === null
			? Prisma.sql`service s cross join lateral (
					select * from deployment where service_id = s.id and number = ${number} offset 0) d`
			: Prisma.sql`deployment d join service s on s.id = d.service_id`;
	return wanted.db.$queryRaw`
		select d.id, d.number, s.name as "serviceName", d.commit_sha as "commitSha",
			left(d.commit_message, 120) as "commitMessage"
		from ${from} join project p on p.id = s.project_id
		where s.deleted_at is null and ${wanted.scope} and ${which}
		order by d.created_at desc ${atMost}`;
}
