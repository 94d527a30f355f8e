@description('Start of every name.')
param name string

@description('Where it is made.')
param location string

@description('Vault whose secrets the identity may read.')
param vaultName string

@description('Tags of everything.')
param tags object

@description('Key Vault Secrets User: reads the values of secrets, and nothing else.')
var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

resource mayReadSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identity.id, secretsUser)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}

@description('Resource id.')
output id string = identity.id

@description('For bridge.yaml: which of several identities to sign in with.')
output clientId string = identity.properties.clientId

@description('For permissions in Microsoft Graph.')
output principalId string = identity.properties.principalId
