CREATE TABLE `approvals` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`request_id` text NOT NULL,
	`user_id` text NOT NULL,
	`reason` text NOT NULL,
	`quote_micro_usd` integer NOT NULL,
	`jobs` integer NOT NULL,
	`play_money` integer NOT NULL,
	`asked_at_ms` integer NOT NULL,
	`expires_at_ms` integer NOT NULL,
	`state` text NOT NULL,
	`state_data` text NOT NULL,
	`channel` text,
	`message` text,
	`version` integer NOT NULL,
	`show_at_ms` integer,
	`may_be_shown` integer NOT NULL,
	`retries` integer NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`request_id`) REFERENCES `requests`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `approvals_of_request` ON `approvals` (`request_id`);--> statement-breakpoint
CREATE INDEX `approvals_of_user` ON `approvals` (`user_id`);--> statement-breakpoint
CREATE INDEX `approvals_of_tenant` ON `approvals` (`tenant_id`);--> statement-breakpoint
CREATE INDEX `approvals_of_decider` ON `approvals` (case when json_valid("state_data") then "state_data" ->> '$.by.userId' end);--> statement-breakpoint
CREATE UNIQUE INDEX `approvals_one_open` ON `approvals` (`user_id`,`tenant_id`) WHERE "approvals"."state" = 'open';--> statement-breakpoint
CREATE INDEX `approvals_open` ON `approvals` (`tenant_id`,`asked_at_ms`) WHERE "approvals"."state" = 'open';--> statement-breakpoint
CREATE INDEX `approvals_to_show` ON `approvals` (`show_at_ms`) WHERE "approvals"."show_at_ms" is not null;--> statement-breakpoint
CREATE TABLE `grants` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`user_id` text NOT NULL,
	`unit` text NOT NULL,
	`amount` integer NOT NULL,
	`left` integer NOT NULL,
	`expires_at_ms` integer,
	`granted_at_ms` integer NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `grants_of_member` ON `grants` (`user_id`,`tenant_id`);--> statement-breakpoint
CREATE TABLE `members` (
	`tenant_id` text NOT NULL,
	`user_id` text NOT NULL,
	`roles` text NOT NULL,
	`joined_at_ms` integer,
	`account_made_at_ms` integer,
	`blocked_at_ms` integer,
	`blocked_until_ms` integer,
	PRIMARY KEY(`tenant_id`, `user_id`),
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `members_of_user` ON `members` (`user_id`);--> statement-breakpoint
CREATE TABLE `strikes` (
	`key` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`user_id` text NOT NULL,
	`kind` text NOT NULL,
	`at_ms` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `strikes_of_member` ON `strikes` (`user_id`,`tenant_id`,`at_ms`);--> statement-breakpoint
CREATE INDEX `strikes_of_tenant` ON `strikes` (`tenant_id`);--> statement-breakpoint
ALTER TABLE `jobs` ADD `funding` text;--> statement-breakpoint
CREATE INDEX `jobs_paid_at_engine` ON `jobs` (`engine`) WHERE "jobs"."ended_at_ms" is null and not "jobs"."play_money";--> statement-breakpoint
ALTER TABLE `requests` ADD `is_adult_place` integer;--> statement-breakpoint
ALTER TABLE `tenants` ADD `former_zones` text;--> statement-breakpoint
INSERT INTO `policies` (`tenant_id`, `subject`, `unit`, `window_kind`, `amount`, `set_at_ms`) SELECT `id`, 'budget', 'usd_micro', 'day', json_extract(`settings`, '$.perDayMaxMicroUsd'), `created_at_ms` FROM `tenants` WHERE CASE WHEN json_valid(`settings`) THEN json_extract(`settings`, '$.perDayMaxMicroUsd') END IS NOT NULL;
