CREATE TABLE `files_to_erase` (
	`key` text PRIMARY KEY NOT NULL,
	`since_ms` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `jobs` ADD `input_key` text;--> statement-breakpoint
CREATE INDEX `jobs_of_input` ON `jobs` (`input_key`) WHERE "jobs"."input_key" is not null;--> statement-breakpoint
ALTER TABLE `messages` ADD `author` text;--> statement-breakpoint
CREATE INDEX `messages_of_author` ON `messages` (`author`) WHERE "messages"."author" is not null;--> statement-breakpoint
ALTER TABLE `tenants` ADD `name` text;--> statement-breakpoint
ALTER TABLE `tenants` ADD `left_at_ms` integer;--> statement-breakpoint
ALTER TABLE `tenants` ADD `emptied_at_ms` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `mark` text;--> statement-breakpoint
ALTER TABLE `users` ADD `marked_until_ms` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `users_mark` ON `users` (`platform`,`mark`) WHERE "users"."mark" is not null;--> statement-breakpoint
CREATE INDEX `requests_to_forget` ON `requests` (`tenant_id`) WHERE "requests"."prompt" is not null;--> statement-breakpoint
UPDATE `jobs` SET `input_key` = json_extract(`spec`, '$.input.mediaKey');--> statement-breakpoint
UPDATE `messages` SET `author` = CASE
	WHEN `key` LIKE 'asked:%' THEN (SELECT `user_id` FROM `requests` WHERE `inbound_key` = substr(`key`, 7))
	WHEN `key` LIKE 'status:%' THEN (SELECT `user_id` FROM `requests` WHERE `id` = substr(`key`, 8))
	WHEN `key` LIKE 'result:%' THEN (SELECT r.`user_id` FROM `deliveries` d JOIN `requests` r ON r.`id` = d.`request_id` WHERE d.`id` = substr(`key`, 8))
END WHERE `removed_at_ms` IS NULL;
