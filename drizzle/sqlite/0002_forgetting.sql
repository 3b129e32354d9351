CREATE TABLE `files_to_erase` (
	`key` text PRIMARY KEY NOT NULL,
	`since_ms` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `messages` ADD `author` text;--> statement-breakpoint
CREATE INDEX `messages_of_author` ON `messages` (`author`) WHERE "messages"."author" is not null;--> statement-breakpoint
ALTER TABLE `tenants` ADD `name` text;--> statement-breakpoint
ALTER TABLE `tenants` ADD `left_at_ms` integer;--> statement-breakpoint
ALTER TABLE `tenants` ADD `emptied_to` text;--> statement-breakpoint
ALTER TABLE `tenants` ADD `emptied_at_ms` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `mark` text;--> statement-breakpoint
ALTER TABLE `users` ADD `marked_until_ms` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `forgotten_at_ms` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `users_mark` ON `users` (`platform`,`mark`) WHERE "users"."mark" is not null;--> statement-breakpoint
CREATE INDEX `users_to_empty` ON `users` (`forgotten_at_ms`) WHERE "users"."forgotten_at_ms" is not null;--> statement-breakpoint
CREATE INDEX `audit_of_actor` ON `audit` (case when json_valid("actor") then "actor" ->> '$.userId' end);--> statement-breakpoint
CREATE INDEX `jobs_of_input` ON `jobs` (case when json_valid("spec") then "spec" ->> '$.input.mediaKey' end);--> statement-breakpoint
CREATE INDEX `policies_of_subject` ON `policies` (`subject`);--> statement-breakpoint
CREATE INDEX `requests_of_member` ON `requests` (`user_id`,`tenant_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `requests_to_forget` ON `requests` (`tenant_id`) WHERE "requests"."prompt" is not null;--> statement-breakpoint
CREATE INDEX `requests_with_words` ON `requests` (`user_id`,`created_at_ms`) WHERE "requests"."prompt" is not null;--> statement-breakpoint
UPDATE `messages` SET `author` = CASE
	WHEN `key` LIKE 'asked:%' THEN (SELECT `user_id` FROM `requests` WHERE `inbound_key` = substr(`key`, 7))
	WHEN `key` LIKE 'status:%' THEN (SELECT `user_id` FROM `requests` WHERE `id` = substr(`key`, 8))
	WHEN `key` LIKE 'result:%' THEN (SELECT r.`user_id` FROM `deliveries` d JOIN `requests` r ON r.`id` = d.`request_id` WHERE d.`id` = substr(`key`, 8))
END WHERE `removed_at_ms` IS NULL;
