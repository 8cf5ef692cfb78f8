import pg from 'pg';

const id = (prefix: string, number: string) => `'${prefix}' || lpad((${number})::text, 19, '0')`;

/** Columns of `model`, copied with other values in some of them. */
const copied = (table: string, changes: string) =>
	`(jsonb_populate_record(null::${table}, to_jsonb(model) || jsonb_build_object(${changes}))).*`;

/** So many projects more, with one service each that was never deployed. */
export async function addProjects(
	databaseUrl: string,
	{ serviceId, count }: { serviceId: string; count: number }
): Promise<void> {
	const project = `'id', ${id('p', 'n')}, 'name', 'old ' || n, 'name_key', 'old ' || n, 'form_key', null`;
	const service = `'id', ${id('s', 'n')}, 'project_id', ${id('p', 'n')}, 'name', 'old-' || n,
		'state', 'idle', 'live_release_id', null`;
	await written(databaseUrl, [
		[
			`insert into project select ${copied('project', project)}
			from generate_series(1, $2::int) n, project model
			where model.id = (select project_id from service where id = $1)`,
			[serviceId, count]
		],
		[
			`insert into service select ${copied('service', service)}
			from generate_series(1, $2::int) n, service model where model.id = $1`,
			[serviceId, count]
		]
	]);
}

/** So many failed deployments more: a tenth of the given service, the others of those of `addProjects`. */
export async function addDeployments(
	databaseUrl: string,
	{ serviceId, count, projects }: { serviceId: string; count: number; projects: number }
): Promise<void> {
	const deployment = `'id', ${id('d', 'n')}, 'number', model.number + n, 'state', 'failed',
		'form_key', null, 'created_at', now() - n * interval '1 minute',
		'service_id', case when n <= $4::int then $1::text else ${id('s', '1 + n % $3::int')} end`;
	await written(databaseUrl, [
		[
			`insert into deployment select ${copied('deployment', deployment)}
			from generate_series(1, $2::int) n,
			(select * from deployment where service_id = $1 order by number desc limit 1) model`,
			[serviceId, count, projects, Math.floor(count / 10)]
		]
	]);
}

async function written(databaseUrl: string, statements: [sql: string, values: unknown[]][]) {
	const client = new pg.Client({ connectionString: databaseUrl });
	await client.connect();
	try {
		for (const [sql, values] of statements) await client.query(sql, values);
		await client.query('analyze');
	} finally {
		await client.end();
	}
}
