using Sidetone.Storage;

namespace Sidetone.Delivery.Outbox;

/// <summary>The tables of the outbox.</summary>
internal static class OutboxTables
{
    // `due_at` of a pending delivery is when to send it, and of a claimed one when its lease ends: one index then
    // answers "what is due". `edition` says when sending was last asked for; a destination that takes each event
    // exactly once tells a correction from a repeat by it. `contact_id` is here again because order is kept by it.
    public static readonly Migration First = new(
        "outbox",
        1,
        dialect =>
            $"""
                CREATE TABLE outbox_event (
                    event_id {dialect.Blob} PRIMARY KEY,
                    group_id {dialect.Blob} NOT NULL,
                    detail_type text NOT NULL,
                    thing text NOT NULL,
                    contact_id text NULL,
                    occurred_at bigint NOT NULL,
                    detail {dialect.Blob} NOT NULL,
                    created_at bigint NOT NULL
                );
                CREATE INDEX outbox_event_created ON outbox_event (created_at);
                CREATE TABLE outbox_delivery (
                    position {dialect.Identity},
                    event_id {dialect.Blob} NOT NULL,
                    destination_id {dialect.Blob} NOT NULL,
                    contact_id text NULL,
                    state bigint NOT NULL,
                    edition bigint NOT NULL,
                    attempts bigint NOT NULL,
                    due_at bigint NOT NULL,
                    claim_owner text NULL,
                    claim_token bigint NOT NULL,
                    last_error text NULL,
                    delivered_at bigint NULL,
                    external_id text NULL,
                    UNIQUE (event_id, destination_id)
                );
                CREATE INDEX outbox_delivery_due ON outbox_delivery (destination_id, due_at) WHERE state < 2;
                CREATE INDEX outbox_delivery_contact ON outbox_delivery (destination_id, contact_id, position)
                    WHERE state < 2;
                CREATE INDEX outbox_delivery_set_aside ON outbox_delivery (destination_id, position) WHERE state = 3;
                """
    );
}
