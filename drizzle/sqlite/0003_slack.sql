CREATE TABLE `installations` (
	`tenant_id` text PRIMARY KEY NOT NULL,
	`sealed` text NOT NULL,
	`installed_at_ms` integer NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `moderators` (
	`tenant_id` text NOT NULL,
	`user_id` text NOT NULL,
	`is_moderator` integer NOT NULL,
	`decided_at_ms` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `user_id`),
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `moderators_of_user` ON `moderators` (`user_id`);--> statement-breakpoint
ALTER TABLE `deliveries` ADD `upload_name` text;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `upload_at_ms` integer;--> statement-breakpoint
ALTER TABLE `statuses` ADD `may_be_shown` integer;--> statement-breakpoint
ALTER TABLE `statuses` ADD `confirm_at_ms` integer;