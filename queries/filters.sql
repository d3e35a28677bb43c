-- What a reader selected, as the struct that every question asks for. The one place where a reader's values enter.
SET VARIABLE filters = $filters::filters;
