import type { Db } from '../db/client.ts';

/** How much of what Git hosts sent is kept. */
interface DeliveryLimits {
	/** Newest deliveries of a service that keep their payload. */
	payloads: number;
	/** Days after which a payload goes all the same. */
	payloadDays: number;
	/** Bytes of all payloads together, as they are stored. */
	payloadBytes: number;
	/** Newest deliveries of a service that are kept at all. */
	rows: number;
}

// Rows go by their number alone: the last push of a service that rests for a year still says that its
// Git host delivers, and an id that was seen is refused for as long as its row is there.
const usual: DeliveryLimits = {
	payloads: 100,
	payloadDays: 30,
	payloadBytes: 64 * 1024 * 1024,
	rows: 2000
};

/** Drops what is over the limits, oldest first. Answers how many rows and payloads went. */
export async function trimDeliveries(
	db: Db,
	limits: Partial<DeliveryLimits> = {}
): Promise<{ rows: number; payloads: number }> {
	const { payloads: most, payloadDays, payloadBytes, rows: mostRows } = { ...usual, ...limits };
	const rows = await db.$executeRaw`
		delete from webhook_delivery d using (
			select service_id, id, row_number() over
				(partition by service_id order by received_at desc, id desc) as place
			from webhook_delivery
		) as placed
		where placed.place > ${mostRows} and d.service_id = placed.service_id and d.id = placed.id`;
	// Stored apart from the row, a payload's length is known without reading it.
	const payloads = await db.$executeRaw`
		update webhook_delivery d set payload = null, headers = null from (
			select service_id, id, received_at,
				row_number() over (partition by service_id order by received_at desc, id desc) as place,
				sum(octet_length(payload)) over (order by received_at desc, service_id, id) as bytes
			from webhook_delivery where payload is not null
		) as kept
		where d.service_id = kept.service_id and d.id = kept.id and (kept.place > ${most}
			or kept.received_at < now() - make_interval(days => ${payloadDays}::int)
			or kept.bytes > ${payloadBytes})`;
	return { rows, payloads };
}
