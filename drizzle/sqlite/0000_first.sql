CREATE TABLE `attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`job_id` text NOT NULL,
	`engine` text NOT NULL,
	`credential` text NOT NULL,
	`callback_token_hash` text NOT NULL,
	`state` text NOT NULL,
	`state_data` text NOT NULL,
	`task_id` text,
	`created_at_ms` integer NOT NULL,
	`settled_at_ms` integer,
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `attempts_of_job` ON `attempts` (`job_id`,`created_at_ms`);--> statement-breakpoint
CREATE UNIQUE INDEX `attempts_task` ON `attempts` (`engine`,`credential`,`task_id`) WHERE "attempts"."task_id" is not null;--> statement-breakpoint
CREATE TABLE `audit` (
	`id` text PRIMARY KEY NOT NULL,
	`at_ms` integer NOT NULL,
	`actor` text NOT NULL,
	`tenant_id` text,
	`what` text NOT NULL,
	`target` text NOT NULL,
	`before` text,
	`after` text,
	`reason` text
);
--> statement-breakpoint
CREATE INDEX `audit_of_target` ON `audit` (`target`,`at_ms`);--> statement-breakpoint
CREATE TABLE `clips` (
	`id` text PRIMARY KEY NOT NULL,
	`job_id` text NOT NULL,
	`tenant_id` text NOT NULL,
	`owner_id` text NOT NULL,
	`file_key` text NOT NULL,
	`file_bytes` integer NOT NULL,
	`file_sha256` text NOT NULL,
	`facts` text NOT NULL,
	`stored_at_ms` integer NOT NULL,
	`deleted_at_ms` integer,
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `clips_of_job` ON `clips` (`job_id`);--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`job_id` text NOT NULL,
	`request_id` text NOT NULL,
	`clip_id` text NOT NULL,
	`platform` text NOT NULL,
	`tenant_id` text NOT NULL,
	`channel` text NOT NULL,
	`thread` text,
	`state` text NOT NULL,
	`state_data` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`retries` integer NOT NULL,
	`due_at_ms` integer,
	`claimable_at_ms` integer,
	`lease_owner` text,
	`lease_until_ms` integer,
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`request_id`) REFERENCES `requests`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`clip_id`) REFERENCES `clips`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `deliveries_of_job` ON `deliveries` (`job_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `deliveries_of_request` ON `deliveries` (`request_id`);--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`claimable_at_ms`) WHERE "deliveries"."claimable_at_ms" is not null;--> statement-breakpoint
CREATE INDEX `deliveries_leased` ON `deliveries` (`lease_owner`) WHERE "deliveries"."lease_owner" is not null;--> statement-breakpoint
CREATE TABLE `entry_sets` (
	`ref` text NOT NULL,
	`kind` text NOT NULL,
	`job_id` text,
	`tenant_id` text NOT NULL,
	`admitted_at_ms` integer NOT NULL,
	`time_zone` text NOT NULL,
	`booked_at_ms` integer NOT NULL,
	`play_money` integer NOT NULL,
	PRIMARY KEY(`ref`, `kind`),
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `entry_sets_of_job` ON `entry_sets` (`job_id`);--> statement-breakpoint
CREATE TABLE `job_events` (
	`job_id` text NOT NULL,
	`seq` integer NOT NULL,
	`at_ms` integer NOT NULL,
	`outcome` text NOT NULL,
	`state` text NOT NULL,
	`actor` text,
	PRIMARY KEY(`job_id`, `seq`),
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`request_id` text NOT NULL,
	`tenant_id` text NOT NULL,
	`user_id` text NOT NULL,
	`number` integer NOT NULL,
	`spec` text NOT NULL,
	`engine` text NOT NULL,
	`credential` text NOT NULL,
	`quote_micro_usd` integer NOT NULL,
	`play_money` integer NOT NULL,
	`state` text NOT NULL,
	`state_data` text NOT NULL,
	`admitted_at_ms` integer NOT NULL,
	`time_zone` text NOT NULL,
	`state_since_ms` integer NOT NULL,
	`submitted_at_ms` integer,
	`overdue_at_ms` integer,
	`cancel_requested_at_ms` integer,
	`ended_at_ms` integer,
	`retries` integer NOT NULL,
	`due_at_ms` integer,
	`in_flight` integer NOT NULL,
	`step` text,
	`claimable_at_ms` integer,
	`fair_tag` integer,
	`lease_owner` text,
	`lease_until_ms` integer,
	`hinted_at_ms` integer,
	FOREIGN KEY (`request_id`) REFERENCES `requests`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_number` ON `jobs` (`tenant_id`,`number`);--> statement-breakpoint
CREATE INDEX `jobs_of_request` ON `jobs` (`request_id`);--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`step`,`claimable_at_ms`) WHERE "jobs"."claimable_at_ms" is not null;--> statement-breakpoint
CREATE INDEX `jobs_queue` ON `jobs` (`engine`,`credential`,`fair_tag`,`admitted_at_ms`,`id`,`claimable_at_ms`) WHERE "jobs"."state" = 'queued';--> statement-breakpoint
CREATE INDEX `jobs_lane` ON `jobs` (`engine`,`credential`,`user_id`,`fair_tag`) WHERE "jobs"."state" = 'queued';--> statement-breakpoint
CREATE INDEX `jobs_in_flight` ON `jobs` (`user_id`,`tenant_id`) WHERE "jobs"."in_flight";--> statement-breakpoint
CREATE INDEX `jobs_open` ON `jobs` (`user_id`) WHERE "jobs"."ended_at_ms" is null;--> statement-breakpoint
CREATE INDEX `jobs_leased` ON `jobs` (`lease_owner`) WHERE "jobs"."lease_owner" is not null;--> statement-breakpoint
CREATE INDEX `jobs_newest` ON `jobs` (`admitted_at_ms`,`number`);--> statement-breakpoint
CREATE INDEX `jobs_newest_of_tenant` ON `jobs` (`tenant_id`,`admitted_at_ms`,`number`);--> statement-breakpoint
CREATE INDEX `jobs_newest_of_user` ON `jobs` (`user_id`,`admitted_at_ms`,`number`);--> statement-breakpoint
CREATE INDEX `jobs_newest_of_engine` ON `jobs` (`engine`,`admitted_at_ms`);--> statement-breakpoint
CREATE TABLE `lanes` (
	`engine` text NOT NULL,
	`credential` text NOT NULL,
	`user_id` text NOT NULL,
	`served_tag` integer NOT NULL,
	PRIMARY KEY(`engine`, `credential`, `user_id`)
);
--> statement-breakpoint
CREATE TABLE `meta` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `postings` (
	`ref` text NOT NULL,
	`kind` text NOT NULL,
	`line` integer NOT NULL,
	`account` text NOT NULL,
	`unit` text NOT NULL,
	`amount` integer NOT NULL,
	PRIMARY KEY(`ref`, `kind`, `line`),
	FOREIGN KEY (`ref`,`kind`) REFERENCES `entry_sets`(`ref`,`kind`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `provider_events` (
	`provider` text NOT NULL,
	`key` text NOT NULL,
	`attempt_id` text NOT NULL,
	`at_ms` integer NOT NULL,
	PRIMARY KEY(`provider`, `key`)
);
--> statement-breakpoint
CREATE TABLE `requests` (
	`id` text PRIMARY KEY NOT NULL,
	`inbound_key` text NOT NULL,
	`tenant_id` text NOT NULL,
	`user_id` text NOT NULL,
	`actor` text NOT NULL,
	`destination_platform` text NOT NULL,
	`destination_tenant_id` text NOT NULL,
	`destination_channel` text NOT NULL,
	`destination_thread` text,
	`visibility` text NOT NULL,
	`locale` text NOT NULL,
	`prompt` text,
	`status_message` text,
	`created_at_ms` integer NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `requests_inbound_key` ON `requests` (`inbound_key`);--> statement-breakpoint
CREATE INDEX `requests_of_user` ON `requests` (`user_id`,`created_at_ms`);--> statement-breakpoint
CREATE TABLE `slots` (
	`engine` text NOT NULL,
	`credential` text NOT NULL,
	`active` integer NOT NULL,
	`virtual_tag` integer NOT NULL,
	PRIMARY KEY(`engine`, `credential`)
);
--> statement-breakpoint
CREATE TABLE `tenants` (
	`id` text PRIMARY KEY NOT NULL,
	`per_day_micro_usd` integer,
	`per_month_micro_usd` integer,
	`time_zone` text NOT NULL,
	`settings` text NOT NULL,
	`next_number` integer NOT NULL,
	`created_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `usage_counters` (
	`scope` text NOT NULL,
	`unit` text NOT NULL,
	`window_kind` text NOT NULL,
	`starts_at_ms` integer NOT NULL,
	`used` integer NOT NULL,
	PRIMARY KEY(`scope`, `unit`, `window_kind`, `starts_at_ms`)
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`external_id` text,
	`name` text,
	`created_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_identity` ON `users` (`platform`,`external_id`);