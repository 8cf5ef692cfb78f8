import pg from 'pg';
import { Prisma } from '#prisma/client/client.ts';
import { dashboardStatement } from '#lib/server/dashboard/get-dashboard.ts';
import { projectsStatement } from '#lib/server/projects/list-projects.ts';
import type { BenchOptions } from '../benchmark.ts';
import { interleave, ratioOf } from '../ratio.ts';
import { ratioRow, type Row } from '../table.ts';

const mark = 1.5;
/** Of one side, between two of the other. */
const times = 50;
const projectsOnPage = 26;

const columns = `s.id as service_id, s.name as service_name, s.state, s.replicas, s.pending_variables,
	d.id as deployment_id, d.number, d.state as deployment_state, d.commit_sha, d.commit_message,
	d.branch, d.created_at, d.completed_at`;
const latest = `left join lateral (
	select * from deployment where service_id = s.id order by number desc limit 1) d on true`;

/** What each list shows, asked for the shortest way: the same columns by LATERAL, counts of whole tables. */
const lists = {
	dashboard: {
		ours: dashboardStatement({}),
		bare: `select ${columns}, (select count(*) from project) as projects,
				(select count(*) from service) as services,
				(select count(*) from service where state = 'live') as live
			from (select * from service order by last_deployed_at desc limit 9) s ${latest}`
	},
	'list of projects': {
		ours: projectsStatement(Prisma.sql`p.deleted_at is null`, projectsOnPage),
		bare: `select p.id, p.name, ${columns} from (
				select id, name, name_key from project order by name_key, id limit ${projectsOnPage}) p
			left join lateral (
				select * from service where project_id = p.id order by name limit 5) s on true
			${latest} order by p.name_key, p.id, s.name`
	}
};

/** The time that Postgres takes for what the lists show, over one connection, both sides prepared. */
export async function statementRows(databaseUrl: string, options: BenchOptions): Promise<Row[]> {
	const client = new pg.Client({ connectionString: databaseUrl });
	await client.connect();
	const asked = async (name: string, text: string, values: unknown[] = []) => {
		const begun = performance.now();
		for (let time = 0; time < times; time++) {
			options.signal.throwIfAborted();
			await client.query({ name, text, values });
		}
		return (performance.now() - begun) / times;
	};
	try {
		const rows: Row[] = [];
		for (const [name, { ours, bare }] of Object.entries(lists)) {
			options.say(`  the statement of the ${name}`);
			const taken = await interleave(
				options.pairs,
				() => asked(`ours ${name}`, ours.text, ours.values),
				() => asked(`bare ${name}`, bare)
			);
			rows.push(ratioRow('B13', `${name}: its statement / bare LATERAL`, ratioOf(taken), mark));
		}
		return rows;
	} finally {
		await client.end();
	}
}
