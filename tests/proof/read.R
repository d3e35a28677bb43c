# Reads each CSV as anybody would, and tells of every column its name, its class, and its cells as JSON texts.
quoted <- function(texts) {
  texts <- gsub("\\", "\\\\", texts, fixed = TRUE)
  texts <- gsub("\"", "\\\"", texts, fixed = TRUE)
  for (code in 1:31) {
    texts <- gsub(intToUtf8(code), sprintf("\\u%04x", code), texts, fixed = TRUE)
  }
  paste0("\"", texts, "\"")
}
for (file in commandArgs(trailingOnly = TRUE)) {
  # The invented table alone has the text NA, which is no gap there.
  gaps <- if (basename(file) == "invented.csv") "" else c("NA", "")
  data <- read.csv(file, encoding = "UTF-8", check.names = FALSE, na.strings = gaps)
  columns <- vapply(names(data), function(name) {
    column <- data[[name]]
    # Days and truths are texts until somebody says as.Date() or as.logical(), which must take every cell.
    if (is.character(column) && all(na.omit(column) %in% c("true", "false"))) column <- as.logical(column)
    if (is.character(column) && all(grepl("^\\d{4}-\\d\\d-\\d\\d$", na.omit(column)))) column <- as.Date(column)
    cells <- if (is.numeric(column)) format(column, digits = 17, trim = TRUE, scientific = TRUE) else as.character(column)
    cells <- ifelse(is.na(column), "null", quoted(cells))
    paste0("{\"name\": ", quoted(name), ", \"kind\": ", quoted(class(column)), ", \"cells\": [",
           paste(cells, collapse = ", "), "]}")
  }, "")
  cat("{\"file\": ", quoted(basename(file)), ", \"columns\": [", paste(columns, collapse = ", "), "]}\n", sep = "")
}
