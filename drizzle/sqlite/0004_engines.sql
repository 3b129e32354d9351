CREATE TABLE `alerts` (
	`key` text PRIMARY KEY NOT NULL,
	`claimed_at_ms` integer NOT NULL,
	`told_at_ms` integer
);
--> statement-breakpoint
CREATE TABLE `engine_standings` (
	`engine` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`since_ms` integer NOT NULL,
	`actor` text NOT NULL,
	`reason` text
);
--> statement-breakpoint
ALTER TABLE `jobs` ADD `cache_key` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `copy_of` text;--> statement-breakpoint
CREATE INDEX `jobs_alike` ON `jobs` (`cache_key`,`ended_at_ms`) WHERE "jobs"."cache_key" is not null;--> statement-breakpoint
CREATE INDEX `jobs_copies` ON `jobs` (`copy_of`) WHERE "jobs"."copy_of" is not null;--> statement-breakpoint
CREATE INDEX `attempts_settled` ON `attempts` (`settled_at_ms`) WHERE "attempts"."settled_at_ms" is not null;