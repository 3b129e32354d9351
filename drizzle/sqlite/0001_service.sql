CREATE TABLE `ended_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`until_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`key` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`channel` text NOT NULL,
	`only_for` text,
	`position` integer NOT NULL,
	`version` integer NOT NULL,
	`body` text NOT NULL,
	`posted_at_ms` integer NOT NULL,
	`removed_at_ms` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_version` ON `messages` (`version`);--> statement-breakpoint
CREATE INDEX `messages_in_channel` ON `messages` (`tenant_id`,`channel`,`only_for`,`position`);--> statement-breakpoint
CREATE INDEX `messages_changed` ON `messages` (`tenant_id`,`channel`,`version`);--> statement-breakpoint
CREATE TABLE `policies` (
	`tenant_id` text NOT NULL,
	`subject` text NOT NULL,
	`unit` text NOT NULL,
	`window_kind` text NOT NULL,
	`amount` integer,
	`set_at_ms` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `subject`, `unit`, `window_kind`),
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `statuses` (
	`request_id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`due_at_ms` integer,
	`free_at_ms` integer NOT NULL,
	`retries` integer NOT NULL,
	`claimable_at_ms` integer,
	`lease_owner` text,
	`lease_until_ms` integer,
	FOREIGN KEY (`request_id`) REFERENCES `requests`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `statuses_due` ON `statuses` (`claimable_at_ms`) WHERE "statuses"."claimable_at_ms" is not null;--> statement-breakpoint
CREATE INDEX `statuses_leased` ON `statuses` (`lease_owner`) WHERE "statuses"."lease_owner" is not null;--> statement-breakpoint
DROP INDEX `jobs_open`;--> statement-breakpoint
CREATE INDEX `jobs_made_by_engine` ON `jobs` (`engine`,`ended_at_ms`) WHERE "jobs"."state" = 'ready';--> statement-breakpoint
CREATE INDEX `jobs_open` ON `jobs` (`user_id`,`tenant_id`) WHERE "jobs"."ended_at_ms" is null;--> statement-breakpoint
ALTER TABLE `clips` ADD `erased_at_ms` integer;--> statement-breakpoint
CREATE INDEX `clips_to_erase` ON `clips` (`deleted_at_ms`) WHERE "clips"."deleted_at_ms" is not null and "clips"."erased_at_ms" is null;--> statement-breakpoint
CREATE INDEX `attempts_by_task` ON `attempts` (`task_id`) WHERE "attempts"."task_id" is not null;--> statement-breakpoint
CREATE INDEX `audit_of_tenant` ON `audit` (`tenant_id`,`at_ms`);